"""A settlement price: what a metal cost on one business day, as its source published it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hedge.model.amounts import write_money
from lacre.model import moment
from lacre.model.canonical import JsonObject

PriceKey = tuple[str, date]
"""A settlement symbol and the day that a price is of."""


@dataclass(frozen=True, kw_only=True)
class SettlementPrice:
    """One for a symbol and a day, in USD per ton, never changed; `recorded_at` in ms since 1970."""

    symbol: str
    date: date
    price: Decimal
    source: str
    recorded_at: int

    def shown(self) -> JsonObject:
        """The price as the API and the log show it."""
        return {
            "source": self.source,
            "symbol": self.symbol,
            "settlement_date": self.date.isoformat(),
            "price_usd": write_money(self.price),
            "recorded_at": moment.to_text(self.recorded_at),
        }
