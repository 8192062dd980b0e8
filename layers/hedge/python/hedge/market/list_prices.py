"""Listing the settlement prices of a symbol."""

from datetime import date

from hedge.model.price import SettlementPrice
from hedge.ports.prices import Prices
from lacre.ports.paging import BadPositionError, Page, bad_cursor


class ListPrices:
    def __init__(self, prices: Prices) -> None:
        self._prices = prices

    def __call__(
        self, symbol: str, start: date | None, end: date | None, cursor: str | None, limit: int
    ) -> Page[SettlementPrice]:
        """From one day to another, both inclusive. Raises Refusal BAD_REQUEST with BAD_CURSOR."""
        try:
            return self._prices.listed(symbol, start, end, cursor, limit)
        except BadPositionError:
            raise bad_cursor() from None
