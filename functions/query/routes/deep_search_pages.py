"""The console's pages of deep searches: the list with the form that asks for one, and what one found."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse

from functions.query.asking import asked_anew
from functions.query.deep_search_bodies import DeepSearchesPageQuery, DeepSearchForm, FoundPageQuery
from functions.query.language import words_of
from functions.query.page_route import PageRoute
from functions.query.rendering import render
from functions.query.routes.events import READERS
from functions.query.routes.export_pages import ONCE_BYTES
from functions.query.sources import Sources
from functions.query.viewer import Viewer, viewer_of
from functions.query.views.choices import CHOICES
from functions.query.views.deep_searches import deep_search_page, deep_searches_page
from functions.query.views.labels import labels
from functions.query.views.rows import event_rows
from lacre.deep_searching.ask_deep_search import AskDeepSearch
from lacre.deep_searching.list_deep_searches import ListDeepSearches
from lacre.deep_searching.read_deep_search import ReadDeepSearch
from lacre.deep_searching.read_found import ReadFound
from lacre.http.answer import Answer
from lacre.http.audit import audited
from lacre.http.call import Call
from lacre.http.own_form import require_own_form
from lacre.model.vocabulary import EntityType


def deep_search_pages_router(sources: Sources) -> APIRouter:
    router = APIRouter(prefix="/deep-searches", route_class=PageRoute, include_in_schema=False)
    kept, clock = sources.deep_searching, sources.clock
    ask_deep_search = AskDeepSearch(kept.jobs, kept.queue, clock, kept.entropy)
    list_deep_searches, read_deep_search = ListDeepSearches(kept.jobs), ReadDeepSearch(kept.jobs)
    read_found = ReadFound(kept.pages, clock)

    @router.get("", response_model=None)
    @audited("LIST_ENTITIES", roles=READERS, entity_type=EntityType.DEEP_SEARCH, page=True)
    def list_all(request: Request, call: Call, asked: Annotated[DeepSearchesPageQuery, Query()]) -> HTMLResponse:
        page = list_deep_searches(call.actor.id if asked.mine else None, asked.cursor, asked.limit)
        call.read()
        shown = deep_searches_page(page, {**request.query_params, **asked.form_moments}, is_mine=asked.mine)
        viewer, once = viewer_of(request), kept.entropy.take(ONCE_BYTES).hex()
        said = {**_said(viewer), "choices": CHOICES, "once": once}
        return HTMLResponse(render("deep_searches.html", root="", viewer=viewer, shown=shown, **said))

    @router.post("", status_code=303, response_model=None)
    @audited("DEEP_SEARCH_AUDIT", roles=READERS, page=True, refusals=(429,))
    def ask(request: Request, call: Call, given: Annotated[DeepSearchForm, Form()]) -> Response:
        require_own_form(request, given.csrf.get_secret_value())

        def answer() -> Response:
            asked = ask_deep_search(call.actor, call.event_id, call.correlation_id, given.selection)
            return call.done(asked.change, Answer(location=f"deep-searches/{asked.search.id}"))

        return asked_anew(call, answer)

    @router.get("/{search_id}", response_model=None)
    @audited("SEARCH_AUDIT", roles=READERS, entity_type=EntityType.DEEP_SEARCH, entity="search_id", page=True)
    def look(request: Request, call: Call, search_id: str, asked: Annotated[FoundPageQuery, Query()]) -> HTMLResponse:
        search, now = read_deep_search(search_id), clock.now()
        is_there = search.found is not None and not search.is_expired(now)
        page = read_found(search, asked.cursor, asked.limit, ascending=asked.ascending) if is_there else None
        rows = event_rows(page.items, sources.rows) if page else []
        call.read(search_id)
        viewer, shown = viewer_of(request), deep_search_page(search, page, rows, asked)
        return HTMLResponse(render("deep_search.html", root="../", viewer=viewer, shown=shown, **_said(viewer)))

    return router


def _said(viewer: Viewer) -> dict[str, object]:
    return {"labels": labels(words_of(viewer.language).gettext)}
