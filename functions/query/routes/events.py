"""`/v1/audit/events`."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from functions.query.answers import detail_answer, page_answer
from functions.query.asked import Asked
from functions.query.proof_answers import proof_answer
from functions.query.routes.evidence import evidence_file, evidence_of, inclusion_of
from functions.query.sources import Sources
from lacre.http.audit import audited
from lacre.http.audited_route import AuditedRoute
from lacre.http.call import Call
from lacre.model.canonical import JsonObject

READERS = ("ADMIN", "AUDITOR")


def events_router(sources: Sources) -> APIRouter:
    router = APIRouter(prefix="/v1/audit/events", route_class=AuditedRoute)

    @router.get("", response_model=None)
    @audited("SEARCH_AUDIT", roles=READERS)
    def search(call: Call, asked: Annotated[Asked, Query()]) -> JsonObject:
        page = sources.search.page(asked.selection, ascending=asked.ascending, limit=asked.limit, cursor=asked.cursor)
        call.read()
        return page_answer(page)

    @router.get("/{event_id}", response_model=None)
    @audited("READ_AUDIT_EVENT", roles=READERS, entity="event_id")
    def read(call: Call, event_id: str) -> JsonObject:
        evidence = evidence_of(event_id, sources, call)
        call.read(event_id)
        return detail_answer(evidence)

    @router.get("/{event_id}/proof", response_model=None)
    @audited("VERIFY_AUDIT", roles=READERS, entity="event_id")
    def prove(call: Call, event_id: str) -> JsonObject:
        evidence = evidence_of(event_id, sources, call)
        found = inclusion_of(evidence, sources, call)
        call.read(event_id)
        return proof_answer(evidence, *found)

    @router.get("/{event_id}/evidence", response_model=None)
    @audited("VERIFY_AUDIT", roles=READERS, entity="event_id")
    def keep(call: Call, event_id: str) -> Response:
        return evidence_file(event_id, sources, call)

    return router
