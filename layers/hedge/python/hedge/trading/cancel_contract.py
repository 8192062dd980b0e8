"""Cancelling a hedge contract: it leaves the live portfolio and gives back what it took of its orders."""

from hedge.model.contract import HedgeContract, Status
from hedge.model.live import require_open
from hedge.model.transitions import closed, with_released
from hedge.ports.contracts import Contracts
from hedge.ports.finding import found
from hedge.trading.decided import Decided
from lacre.model.vocabulary import EntityType
from lacre.recording.change import Change


class CancelContract:
    def __init__(self, contracts: Contracts) -> None:
        self._contracts = contracts

    def __call__(self, contract_id: str) -> Decided[HedgeContract]:
        """Raises Refusal: NOT_FOUND, CONFLICT with NOT_ACTIVE or NOT_LIVE."""
        before = found(self._contracts, EntityType.CONTRACT, contract_id)
        require_open(before)
        after = closed(before, Status.CANCELLED)
        writes = self._contracts.closing(before, Status.CANCELLED)
        return Decided(after, Change(after.id, before.shown(), with_released(after.shown(), before.links), writes))
