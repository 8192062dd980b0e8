"""Where settlement prices are kept: one for a symbol and a day, never changed."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Protocol

from hedge.model.price import PriceKey, SettlementPrice
from lacre.ports.events import StateWrite
from lacre.ports.paging import Page


class Prices(Protocol):
    def recorded(self, wanted: Collection[PriceKey]) -> Mapping[PriceKey, SettlementPrice]:
        """Those that there are, by consistent reads. Raises StoreUnavailableError."""
        ...

    def of(self, wanted: Collection[PriceKey]) -> Mapping[PriceKey, Decimal]:
        """What those that there are cost, by consistent reads. Raises StoreUnavailableError."""
        ...

    def listed(
        self, symbol: str, start: date | None, end: date | None, after: str | None, limit: int
    ) -> Page[SettlementPrice]:
        """A symbol's from one day to another, both inclusive. Raises BadPositionError, StoreUnavailableError."""
        ...

    def adding(self, price: SettlementPrice) -> StateWrite:
        """The write that records one, on condition that there is none of its symbol and day."""
        ...
