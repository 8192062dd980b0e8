"""Forms of the console, and of no other site: another's page could sign a visitor in as somebody else."""

from urllib.parse import urlsplit

from fastapi import Request

from lacre.model.refusal import Ground, Refusal


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
