"""Archiving a hedge contract, once, whatever its status: an active one leaves the live portfolio with its links."""

from hedge.model.contract import HedgeContract
from hedge.model.live import already_archived
from hedge.model.transitions import archived_contract, with_released
from hedge.ports.contracts import Contracts
from hedge.ports.finding import found
from hedge.trading.decided import Decided
from lacre.model.vocabulary import EntityType
from lacre.ports.ambient import Clock
from lacre.recording.change import Change


class ArchiveContract:
    def __init__(self, contracts: Contracts, clock: Clock) -> None:
        self._contracts = contracts
        self._clock = clock

    def __call__(self, contract_id: str) -> Decided[HedgeContract]:
        """Raises Refusal: NOT_FOUND, CONFLICT with ALREADY_ARCHIVED."""
        before = found(self._contracts, EntityType.CONTRACT, contract_id)
        if not before.is_live:
            raise already_archived(EntityType.CONTRACT)
        now = self._clock.now()
        after = archived_contract(before, now)
        writes = self._contracts.archiving(before, now)
        return Decided(after, Change(after.id, before.shown(), with_released(after.shown(), before.links), writes))
