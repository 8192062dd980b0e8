"""`/console`: signing in and out with a browser, which keeps its token in a cookie, and what is set with one."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from identity.http.bodies import LoginForm, OwnForm, ZoneForm
from identity.model.role import PERSONS
from identity.people.change_zone import UNKNOWN_ZONE, ChangeZone
from identity.signing_in.sign_in import SignIn
from identity.signing_in.sign_out import SignOut
from lacre.http.answer import Answer
from lacre.http.audit import PUBLIC, audited
from lacre.http.audited_route import AuditedRoute
from lacre.http.call import Call
from lacre.http.gate import SESSION_COOKIE
from lacre.http.own_form import require_own_form, require_same_origin
from lacre.model.refusal import Refusal


class ConsoleRoute(AuditedRoute):
    """Where a form asked for a zone that there is not, its page says so."""

    def _told(self, refusal: Refusal) -> Response:
        if refusal.reason.code == UNKNOWN_ZONE:
            return RedirectResponse(f"../settings?refused={UNKNOWN_ZONE}", 303)
        return super()._told(refusal)


def console_router(sign_in: SignIn, sign_out: SignOut, change_zone: ChangeZone) -> APIRouter:
    """Redirects are relative, so that they hold behind any path prefix."""
    router = APIRouter(prefix="/console", route_class=ConsoleRoute)

    @router.post("/session", response_model=None)
    @audited("LOGIN_SUCCESS", roles=PUBLIC, failure="LOGIN_FAILED", page=True)
    def start(request: Request, call: Call, given: Annotated[LoginForm, Form()]) -> RedirectResponse:
        require_same_origin(request)
        signed_in = sign_in(given.username, *given.typed)
        call.commit(signed_in.change)
        answer = RedirectResponse("../audit-logs", 303, {"Cache-Control": "no-store"})
        answer.set_cookie(
            SESSION_COOKIE,
            signed_in.tokens.access,
            max_age=signed_in.tokens.access_life_s,
            path="/",
            secure=True,
            httponly=True,
            samesite="lax",
        )
        return answer

    @router.post("/logout", response_model=None)
    @audited("LOGOUT", roles=PERSONS, page=True, before_secret_change=True)
    def end(request: Request, call: Call, given: Annotated[OwnForm, Form()]) -> RedirectResponse:
        require_own_form(request, given.csrf.get_secret_value())
        call.commit(sign_out(call.actor))
        answer = RedirectResponse("../login", 303)
        answer.delete_cookie(SESSION_COOKIE, path="/", secure=True, httponly=True, samesite="lax")
        return answer

    @router.post("/zone", status_code=303, response_model=None)
    @audited("UPDATE_USER", roles=PERSONS, page=True)
    def choose_zone(request: Request, call: Call, given: Annotated[ZoneForm, Form()]) -> Response:
        require_own_form(request, given.csrf.get_secret_value())
        return call.done(change_zone(call.actor, given.zone.strip()), Answer(location="../settings"))

    return router
