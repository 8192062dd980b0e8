"""Pages: a browser that is not signed in, or could not be, is sent to the login page."""

from fastapi.responses import RedirectResponse, Response

from lacre.model.refusal import Ground, Refusal

TOLD = frozenset({"LOGIN_FAILED", "LOGIN_DELAYED", "ACTOR_BLOCKED", "TOKEN_EXPIRED", "STORE_UNAVAILABLE"})
"""The refusals that the login page has words for."""

_NOT_NOW = {Ground.UNAUTHENTICATED, Ground.TOO_MANY, Ground.UNAVAILABLE}


def goes_to_login(refusal: Refusal, *, is_public: bool) -> bool:
    """Whether the login page tells of it: who is not signed in, and all that keeps somebody from signing in."""
    if not is_public:
        return refusal.ground is Ground.UNAUTHENTICATED
    return refusal.ground in _NOT_NOW or refusal.reason.code in TOLD


def sign_in_instead(route: str, refusal: Refusal) -> Response:
    """A relative redirect, so that it holds behind any path prefix; the page says what has just gone wrong."""
    code = refusal.reason.code
    query = f"?refused={code}" if code in TOLD else ""
    retry = {"Retry-After": str(refusal.retry_after_s)} if refusal.retry_after_s is not None else None
    return RedirectResponse("../" * (route.count("/") - 1) + "login" + query, 303, retry)
