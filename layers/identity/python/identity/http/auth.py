"""`/v1/auth`: logging in and out."""

from fastapi import APIRouter, Response

from identity.http.bodies import LoginBody
from identity.model.role import EVERY_ROLE
from identity.signing_in.sign_in import SignIn
from identity.signing_in.sign_out import SignOut
from lacre.http.audit import PUBLIC, audited
from lacre.http.audited_route import AuditedRoute
from lacre.http.call import Call


def auth_router(sign_in: SignIn, sign_out: SignOut) -> APIRouter:
    router = APIRouter(prefix="/v1/auth", route_class=AuditedRoute)

    @router.post("/login")
    @audited("LOGIN_SUCCESS", roles=PUBLIC, failure="LOGIN_FAILED")
    def login(call: Call, given: LoginBody, response: Response) -> dict[str, str | int]:
        signed_in = sign_in(given.username, given.pin.get_secret_value())
        call.commit(signed_in.change)
        response.headers["Cache-Control"] = "no-store"
        return {
            "access_token": signed_in.access_token,
            "token_type": "Bearer",
            "expires_in": signed_in.expires_in,
        }

    @router.post("/logout", status_code=204)
    @audited("LOGOUT", roles=EVERY_ROLE)
    def logout(call: Call) -> None:
        call.commit(sign_out(call.actor))

    return router
