"""Profit and loss of a contract: what its ledger entries realised in a period, and what is unrealised at its end."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hedge.figures.mtm import ObjectType, value_of_contract
from hedge.figures.quotes import D1
from hedge.model.amounts import ZERO, total, write_money
from hedge.model.contract import HedgeContract, Status
from hedge.model.ledger import LedgerEntry
from lacre.model.canonical import JsonObject


@dataclass(frozen=True, kw_only=True)
class Pl:
    """Money in USD, signed; the period has both its days."""

    entity_type: ObjectType
    entity_id: str
    period_start: date
    period_end: date
    realized_pl: Decimal
    unrealized_mtm: Decimal

    def shown(self) -> JsonObject:
        """The figure as the API and the log show it."""
        return {
            "entity_type": self.entity_type.value,
            "entity_id": self.entity_id,
            "period_start": self.period_start.isoformat(),
            "period_end": self.period_end.isoformat(),
            "realized_pl": write_money(self.realized_pl),
            "unrealized_mtm": write_money(self.unrealized_mtm),
        }


def realised(entries: Iterable[LedgerEntry], start: date, end: date) -> Decimal:
    """What came in less what went out from `start` to `end`, both with their flows."""
    return total(entry.signed for entry in entries if start <= entry.cashflow_date <= end)


def pl_of_contract(contract: HedgeContract, entries: Iterable[LedgerEntry], d1: D1, start: date, end: date) -> Pl:
    """Of an open or a settled contract, from its own entries. Unless settled, raises what `mtm_of_contract` does."""
    settled = contract.status is Status.SETTLED
    return Pl(
        entity_type=ObjectType.HEDGE_CONTRACT,
        entity_id=contract.id,
        period_start=start,
        period_end=end,
        realized_pl=realised(entries, start, end),
        unrealized_mtm=ZERO if settled else value_of_contract(contract, d1, end),
    )
