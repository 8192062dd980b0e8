"""The login page, the choice of a language, and the static files.

They show nothing of anybody and change nothing, so they are not recorded (spec/events.md), and each page view would
otherwise bury its one event under those of its style sheet.
"""

from collections.abc import Callable

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from functions.query.language import LANGUAGE_COOKIE, LANGUAGES
from functions.query.rendering import render
from functions.query.security_headers import secure
from functions.query.static_files import FILES, StaticFile
from functions.query.viewer import viewer_of
from functions.query.way_back import way_back

_YEAR_S = 365 * 24 * 60 * 60


def unrecorded_router() -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/login", response_model=None)
    def login(request: Request, refused: str = "") -> Response:
        page = render("login.html", root="", viewer=viewer_of(request), refused=refused)
        return secure(HTMLResponse(page))

    for language in LANGUAGES:
        router.add_api_route(f"/language/{language}", _choosing(language), response_model=None)
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


def _choosing(language: str) -> Callable[[Request], Response]:
    def choose(request: Request) -> Response:
        """Back to the page of the console that `back` names, and to no other site."""
        target = way_back(request.query_params.get("back", ""), "audit-logs")
        answer = RedirectResponse(f"../{target}", 303, {"Cache-Control": "no-store"})
        answer.set_cookie(LANGUAGE_COOKIE, language, max_age=_YEAR_S, path="/", secure=True, samesite="lax")
        return answer

    return choose
