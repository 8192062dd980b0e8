"""The login page and the static files.

They show nothing of anybody and change nothing, so they are not recorded (spec/events.md), and each page view would
otherwise bury its one event under those of its style sheet.
"""

from collections.abc import Callable

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from functions.query.rendering import render
from functions.query.security_headers import secure
from functions.query.static_files import FILES, StaticFile


def unrecorded_router() -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/login", response_model=None)
    def login(failed: str | None = None) -> Response:
        return secure(HTMLResponse(render("login.html", root="", has_failed=failed is not None)))

    for file in FILES:
        router.add_api_route(f"/static/{file.name}", _serving(file), response_model=None)
    return router


def _serving(file: StaticFile) -> Callable[[], Response]:
    def serve() -> Response:
        return Response(
            file.content,
            media_type=file.media_type,
            headers={
                "Cache-Control": "public, max-age=31536000, immutable",
                "X-Content-Type-Options": "nosniff",
            },
        )

    return serve
