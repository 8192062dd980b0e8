"""`/v1/exposures`."""

from collections.abc import Sequence

from fastapi import APIRouter, Response

from hedge.figures.exposure import ExposureRow
from hedge.http.figure_answers import ExposuresAnswer
from hedge.http.roles import FIGURE_READERS
from hedge.valuing.read_exposures import ReadExposures
from lacre.http.answer import Answer
from lacre.http.audit import audited
from lacre.http.audited_route import AuditedRoute
from lacre.http.call import AuditedCall, Call


def exposures_router(exposures: ReadExposures) -> APIRouter:
    router = APIRouter(prefix="/v1/exposures", route_class=AuditedRoute)

    @router.get("/commercial", response_model=ExposuresAnswer)
    @audited("READ_RISK", roles=FIGURE_READERS, refusals=(409,))
    def read_commercial(call: Call) -> Response:
        return _answer(call, exposures.commercial())

    @router.get("/global", response_model=ExposuresAnswer)
    @audited("READ_RISK", roles=FIGURE_READERS, refusals=(409,))
    def read_global(call: Call) -> Response:
        return _answer(call, exposures.overall())

    return router


def _answer(call: AuditedCall, rows: Sequence[ExposureRow]) -> Response:
    call.read()
    return Answer({"exposures": [row.shown() for row in rows]}).response(call.status)
