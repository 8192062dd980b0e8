"""`/v1/cashflow/contracts/{contract_id}/settle`."""

from fastapi import APIRouter, Response

from hedge.http.answering import decided_anew
from hedge.http.ledger_answers import SettlementAnswer
from hedge.http.roles import TRADERS
from hedge.http.settlement_bodies import SettlementBody
from hedge.settling.settle_contract import SettleContract
from lacre.http.answer import Answer
from lacre.http.audit import audited
from lacre.http.audited_route import AuditedRoute
from lacre.http.call import Call


def settlements_router(settle_contract: SettleContract) -> APIRouter:
    router = APIRouter(prefix="/v1/cashflow/contracts", route_class=AuditedRoute)

    @router.post("/{contract_id}/settle", status_code=201, response_model=SettlementAnswer)
    @audited("SETTLE_CONTRACT", roles=TRADERS, entity="contract_id", refusals=(424,))
    def settle(call: Call, contract_id: str, given: SettlementBody) -> Response:
        def settled() -> Response:
            made = settle_contract(contract_id, given.draft)
            return call.done(made.change, Answer(made.shown()))

        return decided_anew(call, settled)

    return router
