"""The console: `/audit-logs`, the page of one event, and its evidence as a file."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from functions.query.asked import AskedOfPage, refuse_repeated
from functions.query.page_route import PageRoute
from functions.query.rendering import render
from functions.query.routes.events import READERS
from functions.query.routes.evidence import evidence_file, evidence_of, tell_damage
from functions.query.sources import Sources
from functions.query.views.choices import CHOICES
from functions.query.views.detail import Detail, detail
from functions.query.views.listing import listing
from functions.query.views.rows import event_rows
from lacre.http.audit import audited
from lacre.http.call import Call
from lacre.proving.damage import BrokenLogError
from lacre.proving.examination import Evidence


def pages_router(sources: Sources) -> APIRouter:
    router = APIRouter(prefix="/audit-logs", route_class=PageRoute, include_in_schema=False)

    @router.get("", response_model=None)
    @audited("SEARCH_AUDIT", roles=READERS, page=True)
    def search(request: Request, call: Call, asked: Annotated[AskedOfPage, Query()]) -> HTMLResponse:
        refuse_repeated(request)
        page = sources.search.page(asked.filters, ascending=asked.ascending, limit=asked.limit, cursor=asked.cursor)
        rows, newest = (event_rows(entries, sources.rows) for entries in (page.events, page.newest))
        call.read()
        shown = listing(asked, request.query_params, page, rows, newest, sources.clock.now())
        return HTMLResponse(render("listing.html", root="", actor=call.actor, shown=shown, choices=CHOICES))

    @router.get("/{event_id}", response_model=None)
    @audited("READ_AUDIT_EVENT", roles=READERS, entity="event_id", page=True)
    def read(call: Call, event_id: str) -> HTMLResponse:
        evidence = evidence_of(event_id, sources, call)
        shown = _detail(evidence, sources, call)
        call.read(event_id)
        return HTMLResponse(render("detail.html", root="../", actor=call.actor, shown=shown))

    # The API's own route takes no cookie, and a browser has nothing else to show.
    @router.get("/{event_id}/evidence", response_model=None)
    @audited("VERIFY_AUDIT", roles=READERS, entity="event_id", page=True)
    def keep(call: Call, event_id: str) -> Response:
        return evidence_file(event_id, sources, call)

    return router


def _detail(evidence: Evidence, sources: Sources, call: Call) -> Detail:
    """A damaged log hides no event: the page says that there is no proof."""
    try:
        inclusion = sources.prover.prove(evidence.leaf) if evidence.leaf else None
    except BrokenLogError as error:
        tell_damage(error, call)
        return detail(evidence, None, is_log_broken=True)
    return detail(evidence, inclusion)
