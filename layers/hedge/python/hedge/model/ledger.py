"""A ledger entry: one of the two cash flows of a settlement, and the line that it is stored and answered as."""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from hedge.model.amounts import negated, read_money, write_money
from lacre.model import moment
from lacre.model.canonical import JsonObject


class Leg(StrEnum):
    FIXED = "FIXED"
    FLOAT = "FLOAT"


class Direction(StrEnum):
    IN = "IN"
    OUT = "OUT"


@dataclass(frozen=True, kw_only=True)
class LedgerEntry:
    """`amount` in USD with six decimals and never negative, `created_at` in ms since 1970. Entries never change."""

    id: str
    contract_id: str
    source_event_id: str
    leg: Leg
    direction: Direction
    amount: Decimal
    cashflow_date: date
    currency: str
    created_at: int

    @property
    def signed(self) -> Decimal:
        """What comes in is positive, what goes out negative."""
        return self.amount if self.direction is Direction.IN else negated(self.amount)

    def shown(self) -> JsonObject:
        """The entry as the API and the log show it."""
        return {
            "cashflow_date": self.cashflow_date.isoformat(),
            "id": self.id,
            "hedge_contract_id": self.contract_id,
            "source_event_id": self.source_event_id,
            "leg_id": self.leg.value,
            "direction": self.direction.value,
            "amount": write_money(self.amount),
            "currency": self.currency,
            "created_at": moment.to_text(self.created_at),
        }

    def line(self) -> bytes:
        """Compact JSON in ASCII. It begins with date and id, so that lines sort as bytes like entries by the two."""
        return json.dumps(self.shown(), separators=(",", ":")).encode("ascii")


def entry_of(line: bytes) -> LedgerEntry:
    """The entry that `LedgerEntry.line` wrote. Raises KeyError or ValueError for what it did not write."""
    members = json.loads(line)
    return LedgerEntry(
        id=members["id"],
        contract_id=members["hedge_contract_id"],
        source_event_id=members["source_event_id"],
        leg=Leg(members["leg_id"]),
        direction=Direction(members["direction"]),
        amount=read_money(members["amount"]),
        cashflow_date=date.fromisoformat(members["cashflow_date"]),
        currency=members["currency"],
        created_at=moment.to_milliseconds(members["created_at"]),
    )
