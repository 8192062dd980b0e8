"""Audited routes that answer a person: refusals as pages too, and the headers of a page on all of them."""

import json
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any

from fastapi import Request, Response
from fastapi.responses import HTMLResponse

from functions.query.forms import once_key
from functions.query.rendering import render
from functions.query.security_headers import secure
from functions.query.viewer import Viewer, viewer_of
from functions.query.way_back import way_back
from lacre.http.audited_route import AuditedRoute

_OF_PROBLEMS = {"content-type", "content-length", "www-authenticate"}


class PageRoute(AuditedRoute):
    """A route of the console."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        answer = super().get_route_handler()
        root = root_from(self.path)

        async def page_handler(request: Request) -> Response:
            response = await answer(request)
            if response.headers.get("Content-Type") == "application/problem+json":
                response = _refused(response, root, viewer_of(request), _behind(request))
            return secure(response)

        return page_handler

    def own_key(self, body: bytes, /) -> str | None:
        return once_key(body)


def root_from(route: str) -> str:
    """The way from a page to the console's root."""
    return "../" * (route.count("/") - 1)


def _behind(request: Request) -> str:
    """The page that a refused form was about; of a page that is refused itself, the list that it is of."""
    path = request.url.path.strip("/")
    is_form = request.method != "GET"
    return way_back(path.rpartition("/")[0] if is_form else path.partition("/")[0], "audit-logs")


def _refused(response: Response, root: str, viewer: Viewer, back: str) -> Response:
    kept = {name: value for name, value in response.headers.items() if name not in _OF_PROBLEMS}
    page = render(
        "refused.html",
        root=root,
        # What was asked for is not echoed, not even in a link.
        viewer=replace(viewer, here=back),
        problem=json.loads(bytes(response.body)),
        trace_id=response.headers["X-Trace-Id"],
        back=back,
    )
    return HTMLResponse(page, response.status_code, kept)
