"""`/v1/auth`: logging in and out, going on, and changing the own PIN, password or time zone."""

from dataclasses import dataclass

from fastapi import APIRouter, Response

from identity.http.bodies import LoginBody, PasswordChangeBody, PinChangeBody, RefreshBody, ZoneBody
from identity.http.token_answers import TokensAnswer, answered
from identity.model.role import PERSONS
from identity.people.change_zone import ChangeZone
from identity.signing_in.change_password import ChangePassword
from identity.signing_in.change_pin import ChangePin
from identity.signing_in.refresh_session import RefreshSession
from identity.signing_in.sign_in import SignIn
from identity.signing_in.sign_out import SignOut
from identity.signing_in.tokens import SignedIn
from lacre.http.answer import Answer
from lacre.http.audit import PUBLIC, audited
from lacre.http.audited_route import AuditedRoute
from lacre.http.call import AuditedCall, Call
from lacre.ports.errors import StateConflictError


@dataclass(frozen=True)
class SigningIn:
    sign_in: SignIn
    refresh: RefreshSession
    change_pin: ChangePin
    change_password: ChangePassword
    change_zone: ChangeZone


def auth_router(signing_in: SigningIn) -> APIRouter:
    router = APIRouter(prefix="/v1/auth", route_class=AuditedRoute)

    @router.post("/login", response_model=TokensAnswer)
    @audited("LOGIN_SUCCESS", roles=PUBLIC, failure="LOGIN_FAILED")
    def login(call: Call, given: LoginBody) -> Response:
        return _answered(call, signing_in.sign_in(given.username, *given.secret))

    @router.post("/refresh", response_model=TokensAnswer)
    @audited("SESSION_REFRESHED", roles=PUBLIC, failure="TOKEN_INVALID")
    def refresh(call: Call, given: RefreshBody) -> Response:
        token = given.refresh_token.get_secret_value()
        try:
            return _answered(call, signing_in.refresh(token))
        except StateConflictError:
            # Between look and commit somebody else used this token, or the session ended: now that is seen.
            return _answered(call, signing_in.refresh(token))

    @router.post("/pin", status_code=204, response_model=None)
    @audited("PIN_RESET", roles=PERSONS, before_secret_change=True)
    def change_pin(call: Call, given: PinChangeBody) -> Response:
        old, new = given.old_pin.get_secret_value(), given.new_pin.get_secret_value()
        return call.done(signing_in.change_pin(call.actor, old, new), Answer())

    @router.post("/password", status_code=204, response_model=None)
    @audited("PASSWORD_RESET", roles=PERSONS, before_secret_change=True)
    def change_password(call: Call, given: PasswordChangeBody) -> Response:
        current, new = given.current_secret.get_secret_value(), given.new_password.get_secret_value()
        return call.done(signing_in.change_password(call.actor, current, new), Answer())

    @router.post("/zone", status_code=204, response_model=None)
    @audited("UPDATE_USER", roles=PERSONS)
    def change_zone(call: Call, given: ZoneBody) -> Response:
        return call.done(signing_in.change_zone(call.actor, given.zone), Answer())

    return router


def logout_router(sign_out: SignOut) -> APIRouter:
    """Apart from the others: whoever signed in elsewhere signs out here too."""
    router = APIRouter(prefix="/v1/auth", route_class=AuditedRoute)

    @router.post("/logout", status_code=204, response_model=None)
    @audited("LOGOUT", roles=PERSONS, before_secret_change=True)
    def logout(call: Call) -> Response:
        return call.done(sign_out(call.actor), Answer())

    return router


def _answered(call: AuditedCall, signed_in: SignedIn) -> Response:
    return call.done(signed_in.change, answered(signed_in.tokens))
