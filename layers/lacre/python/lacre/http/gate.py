"""The gate of a route: who calls, and whether this role may."""

from fastapi import Request

from lacre.http.call import AuditedCall
from lacre.http.trail import Credentials
from lacre.model.refusal import Ground, Refusal

SESSION_COOKIE = "lacre_session"
API_KEY_HEADER = "X-Api-Key"


def credentials_of(request: Request, *, page: bool) -> Credentials:
    """The bearer token and the API key; pages, and they alone, take the cookie: no other site makes a browser act."""
    if page:
        return Credentials(request.cookies.get(SESSION_COOKIE))
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    bearer = token.strip() if scheme.lower() == "bearer" else ""
    return Credentials(bearer or None, request.headers.get(API_KEY_HEADER))


def admit(call: AuditedCall, credentials: Credentials) -> None:
    """Set the call's actor and zone. Raises Refusal: UNAUTHENTICATED, FORBIDDEN, UNAVAILABLE."""
    if call.audit.is_public:
        return
    caller = call.trail.authenticator.authenticate(credentials)
    call.actor = caller.acting_as(call.audit.roles) or caller.actor
    call.zone = caller.zone
    if call.actor.role not in call.audit.roles:
        raise Refusal(Ground.FORBIDDEN, "ROLE_MISSING", "The caller's role does not allow this action.")
    if caller.must_change_secret and not call.audit.before_secret_change:
        raise Refusal(
            Ground.FORBIDDEN, "SECRET_CHANGE_REQUIRED", "The one-time PIN or password has to be changed first."
        )
