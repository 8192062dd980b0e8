"""`/v1/cashflow/analytic` and `/v1/cashflow/projection`."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from hedge.figures.cashflow import Cashflow
from hedge.http.figure_answers import CashflowAnswer
from hedge.http.periods import AsOf
from hedge.http.roles import FIGURE_READERS
from hedge.valuing.read_cashflow import ReadCashflow
from lacre.http.answer import Answer
from lacre.http.audit import audited
from lacre.http.audited_route import AuditedRoute
from lacre.http.call import AuditedCall, Call


def cashflow_router(cashflow: ReadCashflow) -> APIRouter:
    router = APIRouter(prefix="/v1/cashflow", route_class=AuditedRoute)

    @router.get("/analytic", response_model=CashflowAnswer)
    @audited("READ_RISK", roles=FIGURE_READERS, refusals=(409, 424))
    def read_analytic(call: Call, asked: Annotated[AsOf, Query()]) -> Response:
        return _answer(call, cashflow.analytic(asked.as_of_date))

    @router.get("/projection", response_model=CashflowAnswer)
    @audited("READ_RISK", roles=FIGURE_READERS, refusals=(409, 424))
    def read_projection(call: Call, asked: Annotated[AsOf, Query()]) -> Response:
        return _answer(call, cashflow.projection(asked.as_of_date))

    return router


def _answer(call: AuditedCall, figures: Cashflow) -> Response:
    call.read()
    return Answer(figures.shown()).response(call.status)
