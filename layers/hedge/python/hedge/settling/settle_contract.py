"""Settling a contract: once, with amounts that the server derives."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hedge.figures.quotes import Quotes, d1_key
from hedge.figures.settlement import SettledLeg, settled_legs
from hedge.model.contract import HedgeContract, Status
from hedge.model.ledger import LedgerEntry
from hedge.model.live import require_open
from hedge.model.transitions import closed, with_released
from hedge.ports.contracts import Contracts
from hedge.ports.finding import found
from hedge.ports.ledger import Ledger
from hedge.ports.prices import Prices
from hedge.settling.claimed_legs import ClaimedLeg, require_derived
from hedge.settling.settlement import Settlement
from lacre.model.canonical import JsonObject
from lacre.model.identifier import ENTROPY_BYTES
from lacre.model.refusal import Ground, Refusal
from lacre.model.vocabulary import EntityType
from lacre.ports.ambient import Clock, Entropy
from lacre.recording.change import Change, Further


@dataclass(frozen=True)
class SettlementDraft:
    """`legs` are what the caller says that it comes to, None if that is not said."""

    source_event_id: str
    cashflow_date: date
    currency: str
    legs: Sequence[ClaimedLeg] | None


@dataclass(frozen=True)
class Settled:
    """A settlement that is made once the change is committed."""

    settlement: Settlement
    entries: Sequence[LedgerEntry]
    change: Change

    def shown(self) -> JsonObject:
        """As the API and the log show it."""
        return _shown(self.settlement, self.entries)


class SettleContract:
    def __init__(self, contracts: Contracts, prices: Prices, ledger: Ledger, clock: Clock, entropy: Entropy) -> None:
        self._contracts = contracts
        self._prices = prices
        self._ledger = ledger
        self._clock = clock
        self._entropy = entropy

    def __call__(self, contract_id: str, draft: SettlementDraft) -> Settled:
        """The contract is held as it was found, so that of many who settle it at once one does.

        Raises Refusal: NOT_FOUND; CONFLICT with NOT_ACTIVE, NOT_LIVE or EVENT_TAKEN; FAILED_DEPENDENCY without the
        price D-1 of the cashflow date; INVALID LEGS_DIFFER.
        """
        contract = found(self._contracts, EntityType.CONTRACT, contract_id)
        require_open(contract)
        self._require_free(draft.source_event_id)
        legs = self._derived(contract, draft.cashflow_date)
        if draft.legs is not None:
            require_derived(draft.legs, legs)
        settlement = Settlement(
            contract.id, draft.source_event_id, draft.cashflow_date, draft.currency, self._clock.now()
        )
        entries = settlement.entries(legs, self._entropy.take(ENTROPY_BYTES))
        return Settled(settlement, entries, self._change(contract, settlement, entries))

    def _require_free(self, source_event_id: str) -> None:
        if self._ledger.of_event(source_event_id):
            raise Refusal(Ground.CONFLICT, "EVENT_TAKEN", "This event has settled a contract already.")

    def _derived(self, contract: HedgeContract, cashflow_date: date) -> Sequence[SettledLeg]:
        prices = self._prices.of([d1_key(contract.commodity, cashflow_date)])
        return settled_legs(contract, Quotes(prices).d1, cashflow_date)

    def _change(self, contract: HedgeContract, settlement: Settlement, entries: Sequence[LedgerEntry]) -> Change:
        after = with_released(closed(contract, Status.SETTLED).shown(), contract.links)
        return Change(
            contract.id,
            after=_shown(settlement, entries),
            writes=[*self._contracts.closing(contract, Status.SETTLED), *self._ledger.adding(entries)],
            further=[
                Further("SETTLE_CONTRACT", EntityType.CONTRACT, contract.id, contract.shown(), after),
            ],
        )


def _shown(settlement: Settlement, entries: Sequence[LedgerEntry]) -> JsonObject:
    return {**settlement.shown(), "entries": [one.shown() for one in entries]}
