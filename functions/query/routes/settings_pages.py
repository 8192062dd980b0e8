"""The console's `/settings`: what the viewer has chosen for the own account.

It tells of that account and of no other, so that a view of it is recorded as a reading of the viewer's own user. Its
form goes to the identity function (`/console/zone`): this one writes no users.
"""

from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from functions.query.page_route import PageRoute
from functions.query.rendering import render
from functions.query.routes.events import READERS
from functions.query.sources import Sources
from functions.query.viewer import viewer_of
from lacre.http.audit import audited
from lacre.http.call import Call
from lacre.model import moment
from lacre.model.vocabulary import EntityType

OFFERED = (
    *("Africa/Maputo", "Africa/Johannesburg", "Africa/Luanda", "Africa/Nairobi", "Europe/Lisbon", "Europe/London"),
    *("America/New_York", "America/Sao_Paulo", "Asia/Dubai", "Asia/Kolkata", "Asia/Shanghai", "UTC"),
)
"""A few time zones to choose from; every other can be typed."""


def settings_pages_router(sources: Sources) -> APIRouter:
    router = APIRouter(prefix="/settings", route_class=PageRoute, include_in_schema=False)

    @router.get("", response_model=None)
    @audited("READ_ENTITY", roles=READERS, entity_type=EntityType.USER, page=True)
    def read(request: Request, call: Call, refused: Literal["UNKNOWN_ZONE"] | None = None) -> HTMLResponse:
        call.read(call.actor.id)
        page = render(
            "settings.html",
            root="",
            viewer=viewer_of(request),
            refused=refused,
            offered=OFFERED,
            now=moment.to_text(sources.clock.now()),
        )
        return HTMLResponse(page)

    return router
