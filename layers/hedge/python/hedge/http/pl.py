"""`/v1/pl`: profit and loss of a period."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from hedge.figures.mtm import ObjectType
from hedge.http.figure_answers import PlAnswer
from hedge.http.periods import Period
from hedge.http.roles import FIGURE_READERS
from hedge.valuing.derive_pl import DerivePl
from lacre.http.answer import Answer
from lacre.http.audit import audited
from lacre.http.audited_route import AuditedRoute
from lacre.http.call import Call
from lacre.model.vocabulary import EntityType


def pl_router(derive: DerivePl) -> APIRouter:
    router = APIRouter(prefix="/v1/pl", route_class=AuditedRoute)

    @router.get("/{entity_type}/{entity_id}", response_model=PlAnswer)
    # Orders are only refused, each refusal about its order.
    @audited(
        "READ_RISK", roles=FIGURE_READERS, entity_type=EntityType.CONTRACT, entity="entity_id", refusals=(409, 424)
    )
    def read(call: Call, entity_type: ObjectType, entity_id: str, asked: Annotated[Period, Query()]) -> Response:
        pl = derive(entity_type, entity_id, asked.period_start, asked.period_end).value
        call.read(pl.entity_id)
        return Answer(pl.shown()).response(call.status)

    return router
