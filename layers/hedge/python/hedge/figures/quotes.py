"""The price D-1 of a metal: what it settled at on the exactly previous business day, and never an older one."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from hedge.model.business_days import UncoveredYearError, day_before
from hedge.model.commodity import Commodity, symbol_of
from hedge.model.portfolio import Portfolio
from hedge.model.price import PriceKey
from lacre.model.refusal import Ground, Refusal

D1 = Callable[[Commodity, date], Decimal]
"""The price D-1 of a metal as of a day, in USD per ton. Raises Refusal FAILED_DEPENDENCY."""


class Quotes:
    """Prices that are known, each looked up once. Overrides stand in front of what was published."""

    def __init__(self, prices: Mapping[PriceKey, Decimal], overrides: Mapping[PriceKey, Decimal] | None = None) -> None:
        self._prices = {**prices, **(overrides or {})}
        self._found: dict[tuple[Commodity, date], Decimal] = {}

    def d1(self, commodity: Commodity, as_of: date) -> Decimal:
        """USD per ton. Raises Refusal FAILED_DEPENDENCY: CALENDAR_YEAR or PRICE_MISSING."""
        asked = (commodity, as_of)
        if (known := self._found.get(asked)) is not None:
            return known
        symbol, day = d1_key(commodity, as_of)
        price = self._prices.get((symbol, day))
        if price is None:
            raise Refusal(
                Ground.FAILED_DEPENDENCY,
                "PRICE_MISSING",
                f"The settlement price {symbol} of {day.isoformat()} is missing.",
                facts={"symbol": symbol, "settlement_date": day.isoformat()},
            )
        self._found[asked] = price
        return price


def d1_key(commodity: Commodity, as_of: date) -> PriceKey:
    """Which price is D-1 of a metal as of a day. Raises Refusal FAILED_DEPENDENCY CALENDAR_YEAR."""
    try:
        return symbol_of(commodity), day_before(as_of)
    except UncoveredYearError:
        raise Refusal(
            Ground.FAILED_DEPENDENCY,
            "CALENDAR_YEAR",
            "The calendar of business days does not cover this year.",
            facts={"as_of_date": as_of.isoformat()},
        ) from None


def needed(portfolio: Portfolio, *as_of: date) -> set[PriceKey]:
    """The prices that figures of a portfolio can ask for as of these days.

    Of a day whose D-1 is in no calendar there is none to fetch; whoever asks `Quotes.d1` for it is refused.
    """
    symbols = {symbol_of(commodity) for commodity in _priced(portfolio)}
    return {(symbol, day) for day in _days_before(as_of) for symbol in symbols}


def _priced(portfolio: Portfolio) -> set[Commodity]:
    variable = {order.commodity for order in portfolio.orders.values() if order.is_variable}
    return variable | {contract.commodity for contract in portfolio.contracts.values()}


def _days_before(as_of: tuple[date, ...]) -> set[date]:
    found = set()
    for day in as_of:
        try:
            found.add(day_before(day))
        except UncoveredYearError:
            continue
    return found
