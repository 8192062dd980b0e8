"""Audited routes that answer a person: refusals as pages too, and the headers of a page on all of them."""

import json
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.responses import HTMLResponse

from functions.query.rendering import render
from functions.query.security_headers import secure
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
                response = _refused(response, root)
            return secure(response)

        return page_handler


def root_from(route: str) -> str:
    """The way from a page to the console's root."""
    return "../" * (route.count("/") - 1)


def _refused(response: Response, root: str) -> Response:
    kept = {name: value for name, value in response.headers.items() if name not in _OF_PROBLEMS}
    page = render(
        "refused.html",
        root=root,
        problem=json.loads(bytes(response.body)),
        trace_id=response.headers["X-Trace-Id"],
    )
    return HTMLResponse(page, response.status_code, kept)
