"""The price D-1: that of the exactly previous business day, or none."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from hedge.figures.quotes import Quotes, d1_key, needed
from hedge.model.commodity import Commodity, symbol_of
from hedge.model.contract import Side
from hedge.model.order import OrderType
from lacre.model.refusal import Ground, Refusal
from tests.unit.hedge.desk import ALUMINUM, contract_of, fixed_order_of, order_of, portfolio_of, prices_of

MONDAY = date(2026, 2, 2)


@pytest.mark.parametrize(
    ("as_of", "price"),
    [("2026-01-30", "1"), ("2026-01-31", "2"), ("2026-02-01", "2"), ("2026-02-02", "2"), ("2026-02-03", "3")],
)
def test_the_day_itself_never_counts(as_of: str, price: str) -> None:
    quotes = prices_of({"2026-01-29": "1", "2026-01-30": "2", "2026-02-02": "3"})
    assert quotes.d1(Commodity.ALUMINUM, date.fromisoformat(as_of)) == Decimal(price)


def test_easter_is_stepped_over() -> None:
    quotes = prices_of({"2026-04-02": "7"})
    assert [quotes.d1(Commodity.ALUMINUM, date(2026, 4, day)) for day in (3, 4, 5, 6, 7)] == [Decimal(7)] * 5


@pytest.mark.parametrize("known", ["2026-01-29", "2026-01-31", "2026-02-01", "2026-02-02", "2025-01-30"])
def test_no_older_price_stands_in(known: str) -> None:
    with pytest.raises(Refusal) as refused:
        prices_of({known: "2600"}).d1(Commodity.ALUMINUM, MONDAY)
    assert (refused.value.ground, refused.value.reason.code) == (Ground.FAILED_DEPENDENCY, "PRICE_MISSING")
    assert refused.value.facts == {"symbol": ALUMINUM, "settlement_date": "2026-01-30"}
    assert "2026-01-30" in refused.value.reason.sentence


def test_nor_that_of_another_metal() -> None:
    others = [commodity for commodity in Commodity if commodity is not Commodity.ALUMINUM]
    quotes = prices_of({"2026-01-30": "2600"}, others)
    assert {quotes.d1(commodity, MONDAY) for commodity in others} == {Decimal(2600)}
    with pytest.raises(Refusal):
        quotes.d1(Commodity.ALUMINUM, MONDAY)


@pytest.mark.parametrize("as_of", ["2024-06-03", "2025-01-01", "2025-01-02", "2028-01-01", "2028-01-04", "9999-12-31"])
def test_another_year_has_no_calendar(as_of: str) -> None:
    quotes = prices_of({"2024-12-31": "1", "2024-05-31": "1", "2027-12-31": "1", "2028-01-03": "1"})
    with pytest.raises(Refusal) as refused:
        quotes.d1(Commodity.ALUMINUM, date.fromisoformat(as_of))
    assert (refused.value.ground, refused.value.reason.code) == (Ground.FAILED_DEPENDENCY, "CALENDAR_YEAR")
    assert refused.value.facts == {"as_of_date": as_of}


def test_an_override_stands_in_front_of_what_was_published() -> None:
    published = {(ALUMINUM, date(2026, 1, 29)): Decimal(1), (ALUMINUM, date(2026, 1, 30)): Decimal(2)}
    quotes = Quotes(published, {(ALUMINUM, date(2026, 1, 30)): Decimal(5), (ALUMINUM, date(2026, 2, 2)): Decimal(6)})
    days = [date(2026, 1, 30), MONDAY, date(2026, 2, 3)]
    assert [quotes.d1(Commodity.ALUMINUM, day) for day in days] == [Decimal(1), Decimal(5), Decimal(6)]
    assert published[ALUMINUM, date(2026, 1, 30)] == Decimal(2)


def test_what_a_portfolio_can_ask_for() -> None:
    portfolio = portfolio_of(
        order_of("SO1", OrderType.SALE, "1", "1"),
        order_of("SO2", OrderType.SALE, "1", "1"),
        fixed_order_of("SO3", OrderType.SALE, "1", "1", commodity=Commodity.TIN),
        contract_of("HL", Side.BUY, "1", "1", commodity=Commodity.LEAD),
    )
    lead, friday = symbol_of(Commodity.LEAD), date(2026, 1, 30)
    assert needed(portfolio, MONDAY, date(2026, 2, 1)) == {(ALUMINUM, friday), (lead, friday)}
    assert needed(portfolio, MONDAY, date(2026, 2, 3)) == {
        (symbol, day) for symbol in (ALUMINUM, lead) for day in (friday, MONDAY)
    }
    assert needed(portfolio) == needed(portfolio_of(), MONDAY) == set()


def test_of_a_year_without_a_calendar_there_is_nothing_to_fetch() -> None:
    portfolio = portfolio_of(order_of("SO1", OrderType.SALE, "1", "1"))
    assert needed(portfolio, date(2028, 5, 1)) == set()
    assert needed(portfolio, date(2028, 5, 1), MONDAY) == {d1_key(Commodity.ALUMINUM, MONDAY)}


class CountedDay(date):
    """Counts how often somebody steps back from it."""

    steps = 0

    def __sub__(self, other: Any) -> Any:
        type(self).steps += 1
        return super().__sub__(other)


def test_a_price_is_looked_up_once_however_often_it_is_asked_for() -> None:
    quotes = prices_of({"2026-02-02": "2600"})
    day = CountedDay(2026, 2, 3)
    assert {quotes.d1(Commodity.ALUMINUM, day) for _ in range(100)} == {Decimal(2600)}
    assert CountedDay.steps == 1
