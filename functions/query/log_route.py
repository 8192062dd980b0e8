"""Audited routes of the log: what they answer is kept nowhere unless the route says so."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response

from lacre.http.audited_route import AuditedRoute


class LogRoute(AuditedRoute):
    """A route whose answers, refusals too, name their own caching."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        answer = super().get_route_handler()

        async def uncached_handler(request: Request) -> Response:
            response = await answer(request)
            response.headers.setdefault("Cache-Control", "no-store")
            response.headers["X-Content-Type-Options"] = "nosniff"
            return response

        return uncached_handler
