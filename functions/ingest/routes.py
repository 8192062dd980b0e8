"""`/v1/audit/events`."""

from fastapi import APIRouter, Response

from functions.ingest.answers import BatchAnswer, result_answer
from functions.ingest.bodies import BatchBody
from identity.model.role import Role
from lacre.http.answer import Answer
from lacre.http.audit import audited
from lacre.http.audited_route import AuditedRoute
from lacre.http.call import Call
from lacre.ingesting.drafting import Origin
from lacre.ingesting.ingest import Ingest
from lacre.ingesting.permitted import ACTIONS


def ingest_router(ingest: Ingest) -> APIRouter:
    router = APIRouter(prefix="/v1/audit", route_class=AuditedRoute)

    @router.post("/events", response_model=BatchAnswer)
    @audited("DATA_SYNC", roles=[Role.PRODUCER], further=tuple(sorted(ACTIONS)))
    def take(call: Call, given: BatchBody) -> Response:
        call.require_attached()
        origin = Origin(call.actor.id, call.correlation_id, call.origin.trace_id, call.trail.clock.now())
        taken = ingest(given.items, origin, call.event_id)
        answer = Answer({"results": [result_answer(one) for one in taken.results]})
        return call.done(taken.change, answer, is_final=taken.is_final)

    return router
