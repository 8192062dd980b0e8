"""`/console`: signing in and out with a browser, which keeps its token in a cookie."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse

from identity.http.bodies import LoginForm, SignOutForm
from identity.model.role import PERSONS
from identity.signing_in.sign_in import SignIn
from identity.signing_in.sign_out import SignOut
from lacre.http.audit import PUBLIC, audited
from lacre.http.audited_route import AuditedRoute
from lacre.http.call import Call
from lacre.http.gate import SESSION_COOKIE
from lacre.http.own_form import require_own_form, require_same_origin


def console_router(sign_in: SignIn, sign_out: SignOut) -> APIRouter:
    """Redirects are relative, so that they hold behind any path prefix."""
    router = APIRouter(prefix="/console", route_class=AuditedRoute)

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
    def end(request: Request, call: Call, given: Annotated[SignOutForm, Form()]) -> RedirectResponse:
        require_own_form(request, given.csrf.get_secret_value())
        call.commit(sign_out(call.actor))
        answer = RedirectResponse("../login", 303)
        answer.delete_cookie(SESSION_COOKIE, path="/", secure=True, httponly=True, samesite="lax")
        return answer

    return router
