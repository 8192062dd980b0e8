"""Pages: a browser that is not signed in is sent to the login page."""

from fastapi.responses import RedirectResponse, Response


def sign_in_instead(route: str) -> Response:
    """A relative redirect, so that it holds behind any path prefix."""
    return RedirectResponse("../" * (route.count("/") - 1) + "login", 303)
