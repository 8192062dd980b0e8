"""`/v1/audit/deep-searches`."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from functions.query.asking import asked_anew
from functions.query.deep_search_answers import (
    DeepSearchAnswer,
    DeepSearchesAnswer,
    FoundEventsAnswer,
    deep_search_answer,
    found_answer,
)
from functions.query.deep_search_bodies import DeepSearchBody, DeepSearchesQuery, FoundQuery
from functions.query.routes.events import READERS
from functions.query.sources import Sources
from lacre.deep_searching.ask_deep_search import AskDeepSearch
from lacre.deep_searching.list_deep_searches import ListDeepSearches
from lacre.deep_searching.read_deep_search import ReadDeepSearch
from lacre.deep_searching.read_found import ReadFound
from lacre.http.answer import Answer
from lacre.http.audit import audited
from lacre.http.audited_route import AuditedRoute
from lacre.http.call import Call
from lacre.model.canonical import JsonObject
from lacre.model.vocabulary import EntityType


def deep_searches_router(sources: Sources) -> APIRouter:
    router = APIRouter(prefix="/v1/audit/deep-searches", route_class=AuditedRoute)
    kept, clock = sources.deep_searching, sources.clock
    ask_deep_search = AskDeepSearch(kept.jobs, kept.queue, clock, kept.entropy)
    list_deep_searches, read_deep_search = ListDeepSearches(kept.jobs), ReadDeepSearch(kept.jobs)
    read_found = ReadFound(kept.pages, clock)

    @router.post("", status_code=202, response_model=DeepSearchAnswer)
    @audited("DEEP_SEARCH_AUDIT", roles=READERS, refusals=(429,))
    def ask(call: Call, given: DeepSearchBody) -> Response:
        def answer() -> Response:
            asked = ask_deep_search(call.actor, call.event_id, call.correlation_id, given.selection)
            given_back = Answer(deep_search_answer(asked.search), location=f"deep-searches/{asked.search.id}")
            return call.done(asked.change, given_back)

        return asked_anew(call, answer)

    @router.get("", response_model=DeepSearchesAnswer)
    @audited("LIST_ENTITIES", roles=READERS, entity_type=EntityType.DEEP_SEARCH)
    def list_all(call: Call, asked: Annotated[DeepSearchesQuery, Query()]) -> JsonObject:
        page = list_deep_searches(call.actor.id if asked.mine else None, asked.cursor, asked.limit)
        call.read()
        return {"deep_searches": [deep_search_answer(one) for one in page.items], "cursor": page.next}

    @router.get("/{search_id}", response_model=DeepSearchAnswer)
    @audited("READ_ENTITY", roles=READERS, entity_type=EntityType.DEEP_SEARCH, entity="search_id")
    def read(call: Call, search_id: str) -> JsonObject:
        search = read_deep_search(search_id)
        call.read(search_id)
        return deep_search_answer(search)

    @router.get("/{search_id}/events", response_model=FoundEventsAnswer)
    @audited("SEARCH_AUDIT", roles=READERS, entity_type=EntityType.DEEP_SEARCH, entity="search_id")
    def look(call: Call, search_id: str, asked: Annotated[FoundQuery, Query()]) -> JsonObject:
        page = read_found(read_deep_search(search_id), asked.cursor, asked.limit, ascending=asked.ascending)
        call.read(search_id)
        return found_answer(page)

    return router
