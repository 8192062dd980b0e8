"""Settlement prices in memory."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from hedge.model.price import SettlementPrice
from lacre.ports.events import StateWrite
from lacre.ports.paging import BadPositionError, Page
from tests.fakes.events import MemoryWrite

Key = tuple[str, date]


@dataclass
class MemoryPrices:
    """`hedge.ports.prices.Prices`."""

    rows: dict[Key, SettlementPrice] = field(default_factory=dict)

    def recorded(self, wanted: Collection[Key]) -> Mapping[Key, SettlementPrice]:
        return {key: self.rows[key] for key in wanted if key in self.rows}

    def of(self, wanted: Collection[Key]) -> Mapping[Key, Decimal]:
        return {key: self.rows[key].price for key in wanted if key in self.rows}

    def listed(
        self, symbol: str, start: date | None, end: date | None, after: str | None, limit: int
    ) -> Page[SettlementPrice]:
        days = [day for of, day in sorted(self.rows) if of == symbol and (start or day) <= day <= (end or day)]
        if after is not None:
            days = _rest(days, after)
        following = len(days) > limit
        page = [self.rows[symbol, day] for day in days[:limit]]
        return Page(page, page[-1].date.isoformat() if following else None)

    def adding(self, price: SettlementPrice) -> StateWrite:
        key = (price.symbol, price.date)
        return MemoryWrite(lambda: key not in self.rows, lambda: self.rows.update({key: price}))


def _rest(days: list[date], after: str) -> list[date]:
    if not days or not days[0].isoformat() <= after < days[-1].isoformat() or len(after) != len("2026-01-30"):
        raise BadPositionError
    return [day for day in days if day.isoformat() > after]
