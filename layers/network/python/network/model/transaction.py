"""A transaction: a payment that a POS took."""

from dataclasses import dataclass
from enum import StrEnum

from lacre.model import moment
from lacre.model.canonical import JsonObject
from network.model.entity import Entity
from network.model.payment import Payment


class TransactionState(StrEnum):
    CREATED = "CREATED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, kw_only=True)
class Transaction(Entity):
    """Whose it is, and where, is what its POS was when it was made; it never moves, so that nothing is pending.

    `market_id` is None if the POS stood in no market. `occurred_at` (ms since 1970) is the claim of a POS that was
    offline, and orders nothing; `sequence` is the number that it gave. `cancelled_because` is the reason given.
    """

    pos_id: str
    agent_id: str
    merchant_id: str
    market_id: str | None
    payment: Payment
    occurred_at: int | None = None
    sequence: int | None = None
    state: TransactionState = TransactionState.CREATED
    cancelled_because: str | None = None

    @property
    def owners(self) -> tuple[str, ...]:
        return (self.agent_id, self.merchant_id, self.pos_id)

    def details(self) -> JsonObject:
        return {
            "pos_id": self.pos_id,
            "agent_id": self.agent_id,
            "merchant_id": self.merchant_id,
            "market_id": self.market_id,
            **self.payment.shown(),
            "occurred_at": None if self.occurred_at is None else moment.to_text(self.occurred_at),
            "sequence": self.sequence,
            "state": self.state.value,
            "cancelled_because": self.cancelled_because,
        }

    def shown(self) -> JsonObject:
        return {**self.details(), **self.place.shown(), "version": self.version}
