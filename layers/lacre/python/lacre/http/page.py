"""Pages: a browser that is not signed in is sent to the login page."""

from fastapi.responses import RedirectResponse, Response

LOGIN_FAILED = "LOGIN_FAILED"


def sign_in_instead(route: str, code: str) -> Response:
    """A relative redirect, so that it holds behind any path prefix; the page says so when a login has just failed."""
    query = "?failed=1" if code == LOGIN_FAILED else ""
    return RedirectResponse("../" * (route.count("/") - 1) + "login" + query, 303)
