"""`/v1/mtm/snapshots`, `/v1/pl/snapshots`, `/v1/cashflow/baseline/snapshots`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Response

from hedge.http.answering import decided_anew, read_answer
from hedge.http.roles import FIGURE_READERS, RISK_MANAGER, TRADER
from hedge.http.snapshot_answers import BaselineSnapshotAnswer, MtmSnapshotAnswer, PlSnapshotAnswer, TakenAnswer
from hedge.http.snapshot_bodies import BaselineAsked, MarkAsked, PlAsked
from hedge.model.snapshot import SnapshotKind
from hedge.valuing.derive_baseline import DeriveBaseline
from hedge.valuing.derive_pl import DerivePl
from hedge.valuing.find_snapshot import FindSnapshot
from hedge.valuing.mark_to_market import MarkToMarket
from hedge.valuing.take_snapshot import TakenSnapshot, TakeSnapshot
from lacre.http.answer import Answer
from lacre.http.audit import audited
from lacre.http.audited_route import AuditedRoute
from lacre.http.call import AuditedCall, Call
from lacre.model.vocabulary import EntityType

TAKING = (RISK_MANAGER, TRADER)
"""Who takes snapshots. A trader does, as with every change at the desk, and is not shown the figures."""


@dataclass(frozen=True)
class SnapshotUseCases:
    mark: MarkToMarket
    pl: DerivePl
    baseline: DeriveBaseline
    take: TakeSnapshot
    find: FindSnapshot


def snapshots_router(snapshots: SnapshotUseCases) -> APIRouter:
    router = APIRouter(prefix="/v1", route_class=AuditedRoute)
    _mtm(router, snapshots)
    _pl(router, snapshots)
    _baseline(router, snapshots)
    return router


def _mtm(router: APIRouter, snapshots: SnapshotUseCases) -> None:
    @router.post("/mtm/snapshots", status_code=201, response_model=MtmSnapshotAnswer | TakenAnswer)
    @audited("TAKE_SNAPSHOT", roles=TAKING, refusals=(424,))
    def take(call: Call, given: MarkAsked) -> Response:
        def taken() -> TakenSnapshot:
            figure = snapshots.mark(given.object_type, given.object_id, given.as_of_date)
            return snapshots.take(SnapshotKind.MTM, given.key, figure)

        return _taken_answer(call, taken)

    @router.get("/mtm/snapshots", response_model=MtmSnapshotAnswer)
    @audited("READ_RISK", roles=FIGURE_READERS, entity_type=EntityType.SNAPSHOT, refusals=(404,))
    def read(call: Call, asked: Annotated[MarkAsked, Query()]) -> Response:
        return read_answer(call, snapshots.find(SnapshotKind.MTM, asked.key))


def _pl(router: APIRouter, snapshots: SnapshotUseCases) -> None:
    @router.post("/pl/snapshots", status_code=201, response_model=PlSnapshotAnswer | TakenAnswer)
    @audited("TAKE_SNAPSHOT", roles=TAKING, refusals=(424,))
    def take(call: Call, given: PlAsked) -> Response:
        def taken() -> TakenSnapshot:
            figure = snapshots.pl(given.entity_type, given.entity_id, given.period_start, given.period_end)
            return snapshots.take(SnapshotKind.PL, given.key, figure)

        return _taken_answer(call, taken)

    @router.get("/pl/snapshots", response_model=PlSnapshotAnswer)
    @audited("READ_RISK", roles=FIGURE_READERS, entity_type=EntityType.SNAPSHOT, refusals=(404,))
    def read(call: Call, asked: Annotated[PlAsked, Query()]) -> Response:
        return read_answer(call, snapshots.find(SnapshotKind.PL, asked.key))


def _baseline(router: APIRouter, snapshots: SnapshotUseCases) -> None:
    @router.post("/cashflow/baseline/snapshots", status_code=201, response_model=BaselineSnapshotAnswer | TakenAnswer)
    @audited("TAKE_SNAPSHOT", roles=TAKING, refusals=(424,))
    def take(call: Call, given: BaselineAsked) -> Response:
        return _taken_answer(
            call, lambda: snapshots.take(SnapshotKind.BASELINE, given.key, snapshots.baseline(given.as_of_date))
        )

    @router.get("/cashflow/baseline/snapshots", response_model=BaselineSnapshotAnswer)
    @audited("READ_RISK", roles=FIGURE_READERS, entity_type=EntityType.SNAPSHOT, refusals=(404,))
    def read(call: Call, asked: Annotated[BaselineAsked, Query()]) -> Response:
        return read_answer(call, snapshots.find(SnapshotKind.BASELINE, asked.key))


def _taken_answer(call: AuditedCall, taken: Callable[[], TakenSnapshot]) -> Response:
    """The snapshot, with its values for those roles alone that read figures."""

    def answer() -> Response:
        snapshot = taken()
        shown = snapshot.entity.shown()
        if call.actor.role not in FIGURE_READERS:
            shown = {name: value for name, value in shown.items() if name != "values"}
        return call.done(snapshot.change, Answer(shown))

    return decided_anew(call, answer)
