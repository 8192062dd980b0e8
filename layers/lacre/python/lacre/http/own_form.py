"""Forms of the console, and of no other site: another's page could make a visitor's browser act."""

import hmac
from hashlib import sha256
from urllib.parse import urlsplit

from fastapi import Request

from lacre.http.gate import SESSION_COOKIE
from lacre.model.refusal import Ground, Refusal

_PURPOSE = b"lacre console form v1"


def form_token(request: Request) -> str:
    """What a form of the visitor's own session carries: 64 hexadecimal digits; empty for who is not signed in.

    An HMAC of the session's token, which no other site can read, so that there is no further secret to keep
    (https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html).
    """
    session = request.cookies.get(SESSION_COOKIE, "")
    return hmac.new(session.encode(), _PURPOSE, sha256).hexdigest() if session else ""


def require_own_form(request: Request, token: str) -> None:
    """Raises Refusal FORBIDDEN for a form that another site's page sent, or that is not of this session."""
    require_same_origin(request)
    expected = form_token(request)
    if not expected or not hmac.compare_digest(expected.encode(), token.encode()):
        sentence = "This form was made before you signed in. Load the page again."
        raise Refusal(Ground.FORBIDDEN, "FOREIGN_FORM", sentence)


def require_same_origin(request: Request) -> None:
    """Raises Refusal FORBIDDEN for a form that another site's page sent."""
    if not _is_same(request):
        raise Refusal(Ground.FORBIDDEN, "FOREIGN_ORIGIN", "This form was sent by another site.")


def _is_same(request: Request) -> bool:
    # Every current browser sends it, and no page can forge it. It comes first because a page with the referrer
    # policy no-referrer, as the console's are, posts its own forms with `Origin: null`.
    fetched_from = request.headers.get("Sec-Fetch-Site")
    if fetched_from is not None:
        return fetched_from == "same-origin"
    origin = request.headers.get("Origin")
    if origin is None:
        # Not a browser, so nobody's cookies are at stake.
        return True
    hosts = {request.headers.get("Host"), request.headers.get("X-Forwarded-Host")} - {None, ""}
    return urlsplit(origin).netloc in hosts
