"""The console: `/audit-logs`, the list of events, and what has come since it was shown."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from functions.query.asked import AskedOfNewer, AskedOfPage
from functions.query.language import words_of
from functions.query.page_route import PageRoute
from functions.query.rendering import render
from functions.query.routes.events import READERS
from functions.query.sources import Sources
from functions.query.viewer import viewer_of
from functions.query.views.choices import CHOICES
from functions.query.views.labels import labels
from functions.query.views.listing import listing
from functions.query.views.newer import newer
from functions.query.views.rows import event_rows
from lacre.http.audit import audited
from lacre.http.call import Call
from lacre.model import moment
from lacre.searching.search import MAXIMUM_LIMIT


def listing_pages_router(sources: Sources) -> APIRouter:
    router = APIRouter(prefix="/audit-logs", route_class=PageRoute, include_in_schema=False)

    @router.get("", response_model=None)
    @audited("SEARCH_AUDIT", roles=READERS, page=True)
    def search(request: Request, call: Call, asked: Annotated[AskedOfPage, Query()]) -> HTMLResponse:
        page = sources.search.page(asked.selection, ascending=asked.ascending, limit=asked.limit, cursor=asked.cursor)
        rows = event_rows([*page.events, *page.newest], sources.rows)
        rows, newest = rows[: len(page.events)], rows[len(page.events) :]
        call.read()
        viewer, now = viewer_of(request), sources.clock.now()
        shown = listing(asked, request.query_params, page, rows, newest, now, viewer.zone, call.actor.id)
        said = {"labels": labels(words_of(viewer.language).gettext), "choices": CHOICES}
        # Loaded below other rows, a page that found nothing yet goes on there, and does not take them away.
        in_place = "hx-request" in request.headers
        return HTMLResponse(render("listing.html", root="", viewer=viewer, shown=shown, in_place=in_place, **said))

    # A fragment for whoever asks, and no poll: each look at the log is an event in it. A page that looked by itself
    # every minute would write more than its reader does, and an unfiltered list would find little else.
    @router.get("/newer", response_model=None)
    @audited("SEARCH_AUDIT", roles=READERS, page=True)
    def look(request: Request, call: Call, asked: Annotated[AskedOfNewer, Query()]) -> HTMLResponse:
        page = sources.search.page(asked.selection, ascending=False, limit=MAXIMUM_LIMIT)
        call.read()
        at = moment.to_text(sources.clock.now())
        shown = newer(page, asked.known, at, request.query_params, call.actor.id)
        return HTMLResponse(render("listing_newer.html", root="../", viewer=viewer_of(request), newer=shown))

    return router
