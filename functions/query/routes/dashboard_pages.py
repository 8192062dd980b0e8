"""The console's `/dashboard`: one view of it is one event, as a search is, for that is what its figures come from."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from functions.query.dashboard import DashboardPages
from functions.query.page_route import PageRoute
from functions.query.rendering import render
from functions.query.routes.events import READERS
from functions.query.sources import Sources
from functions.query.unread import tell_unread
from functions.query.viewer import viewer_of
from functions.query.views.dashboard import SEVERITIES, STATUSES
from lacre.http.audit import audited
from lacre.http.call import Call


def dashboard_pages_router(sources: Sources) -> APIRouter:
    router = APIRouter(prefix="/dashboard", route_class=PageRoute, include_in_schema=False)
    pages = DashboardPages(sources)

    @router.get("", response_model=None)
    @audited("SEARCH_AUDIT", roles=READERS, page=True)
    def read(request: Request, call: Call) -> HTMLResponse:
        shown = pages.of(call.actor)
        if shown.unread:
            tell_unread(shown.unread, call.trail.logger)
        call.read()
        page = render(
            "dashboard.html",
            root="",
            viewer=viewer_of(request),
            shown=shown,
            severities=SEVERITIES,
            statuses=STATUSES,
        )
        return HTMLResponse(page)

    return router
