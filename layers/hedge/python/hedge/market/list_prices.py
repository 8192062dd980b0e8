"""Listing settlement prices: of a symbol, or of all."""

from datetime import date

from hedge.model.commodity import SYMBOLS
from hedge.model.price import SettlementPrice
from hedge.ports.prices import Prices
from lacre.ports.paging import BadPositionError, Page, bad_cursor

_IN_ORDER = sorted(SYMBOLS.values())


class ListPrices:
    def __init__(self, prices: Prices) -> None:
        self._prices = prices

    def __call__(
        self, symbol: str | None, start: date | None, end: date | None, cursor: str | None, limit: int
    ) -> Page[SettlementPrice]:
        """By symbol and day, from one day to another, both inclusive. Raises Refusal BAD_REQUEST with BAD_CURSOR."""
        try:
            if symbol is not None:
                return self._prices.listed(symbol, start, end, cursor, limit)
            return self._of_all(start, end, cursor, limit)
        except BadPositionError:
            raise bad_cursor() from None

    def _of_all(self, start: date | None, end: date | None, cursor: str | None, limit: int) -> Page[SettlementPrice]:
        first, after = _place_of(cursor)
        found: list[SettlementPrice] = []
        for symbol in _IN_ORDER[first:]:
            is_full = len(found) == limit
            page = self._prices.listed(symbol, start, end, after, 1 if is_full else limit - len(found))
            if is_full and page.items:
                return Page(found, f"{symbol}:")
            found += page.items
            if page.next is not None:
                return Page(found, f"{symbol}:{page.next}")
            after = None
        return Page(found, None)


def _place_of(cursor: str | None) -> tuple[int, str | None]:
    """Which symbol a list goes on with, and after which of its positions. Raises BadPositionError."""
    if cursor is None:
        return 0, None
    symbol, separator, after = cursor.partition(":")
    if symbol not in _IN_ORDER or not separator:
        raise BadPositionError
    return _IN_ORDER.index(symbol), after or None
