"""`/v1/mtm`: what a contract or an order would bring."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from hedge.figures.mtm import ObjectType
from hedge.http.figure_answers import MtmAnswer
from hedge.http.periods import AsOf
from hedge.http.roles import FIGURE_READERS
from hedge.valuing.mark_to_market import MarkToMarket
from lacre.http.answer import Answer
from lacre.http.audit import audited
from lacre.http.audited_route import AuditedRoute
from lacre.http.call import Call
from lacre.model.vocabulary import EntityType


def mtm_router(mark: MarkToMarket) -> APIRouter:
    router = APIRouter(prefix="/v1/mtm", route_class=AuditedRoute)

    @router.get("/hedge-contracts/{contract_id}", response_model=MtmAnswer)
    @audited(
        "READ_RISK", roles=FIGURE_READERS, entity_type=EntityType.CONTRACT, entity="contract_id", refusals=(409, 424)
    )
    def of_contract(call: Call, contract_id: str, asked: Annotated[AsOf, Query()]) -> Response:
        mtm = mark(ObjectType.HEDGE_CONTRACT, contract_id, asked.as_of_date).value
        call.read(mtm.object_id)
        return Answer(mtm.shown()).response(call.status)

    @router.get("/orders/{order_id}", response_model=MtmAnswer)
    @audited("READ_RISK", roles=FIGURE_READERS, entity_type=EntityType.ORDER, entity="order_id", refusals=(409, 424))
    def of_order(call: Call, order_id: str, asked: Annotated[AsOf, Query()]) -> Response:
        mtm = mark(ObjectType.ORDER, order_id, asked.as_of_date).value
        call.read(mtm.object_id)
        return Answer(mtm.shown()).response(call.status)

    return router
