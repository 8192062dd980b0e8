"""A settlement: what a contract came to on its cashflow date, as two ledger entries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hedge.figures.settlement import SettledLeg
from hedge.model.ledger import LedgerEntry
from lacre.model import moment
from lacre.model.canonical import JsonObject
from lacre.model.identifier import uuid7


@dataclass(frozen=True)
class Settlement:
    """Of one contract, because of one event; `created_at` in ms since 1970. A contract has one, by whose id it goes."""

    contract_id: str
    source_event_id: str
    cashflow_date: date
    currency: str
    created_at: int

    def entries(self, legs: Sequence[SettledLeg], entropy: bytes) -> Sequence[LedgerEntry]:
        """The two entries. Their ids differ in the last bit alone, so that nothing stands between them."""
        low = entropy[:-1] + bytes([entropy[-1] & 0xFE])
        return [
            LedgerEntry(
                id=uuid7(self.created_at, low[:-1] + bytes([low[-1] | place])),
                contract_id=self.contract_id,
                source_event_id=self.source_event_id,
                leg=leg.leg,
                direction=leg.direction,
                amount=leg.amount,
                cashflow_date=self.cashflow_date,
                currency=self.currency,
                created_at=self.created_at,
            )
            for place, leg in enumerate(legs)
        ]

    def shown(self) -> JsonObject:
        """The settlement as the API and the log show it, but for its entries."""
        return {
            "hedge_contract_id": self.contract_id,
            "source_event_id": self.source_event_id,
            "cashflow_date": self.cashflow_date.isoformat(),
            "currency": self.currency,
            "created_at": moment.to_text(self.created_at),
        }
