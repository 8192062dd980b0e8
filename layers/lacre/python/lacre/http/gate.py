"""The gate of a route: who calls, and whether this role may."""

from fastapi import Request

from lacre.http.call import AuditedCall
from lacre.http.trail import Credentials
from lacre.model.refusal import Ground, Refusal

SESSION_COOKIE = "lacre_session"


def credentials_of(request: Request, *, page: bool) -> Credentials:
    """The bearer token; pages, and pages alone, take the cookie: no other site can make a browser act."""
    if page:
        return Credentials(request.cookies.get(SESSION_COOKIE))
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return Credentials(token.strip() if scheme.lower() == "bearer" and token.strip() else None)


def admit(call: AuditedCall, credentials: Credentials) -> None:
    """Set the call's actor. Raises Refusal: UNAUTHENTICATED, FORBIDDEN, UNAVAILABLE."""
    if call.audit.is_public:
        return
    call.actor = call.trail.authenticator.authenticate(credentials)
    if call.actor.role not in call.audit.roles:
        raise Refusal(Ground.FORBIDDEN, "ROLE_MISSING", "The caller's role does not allow this action.")
