"""One promise, two keepers: the fake in memory and the DynamoDB adapter keep settlement prices alike."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from hedge.aws.prices_table import PricesTable
from hedge.model.price import SettlementPrice
from hedge.ports.prices import Prices
from lacre.aws.events_table import EventsTable
from lacre.ports.errors import StateConflictError, StoreUnavailableError
from lacre.ports.paging import BadPositionError
from tests.fakes.commits import Commit, committing
from tests.fakes.events import MemoryEvents
from tests.fakes.hedge_prices import MemoryPrices
from tests.tables import create

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

ALUMINUM, ZINC = "LME_ALU_CASH_SETTLEMENT_DAILY", "LME_ZN_CASH_SETTLEMENT_DAILY"
FIRST = date(2026, 1, 28)


@dataclass(frozen=True)
class Keeper:
    prices: Prices
    commit: Commit

    def fill(self, count: int = 7) -> Sequence[SettlementPrice]:
        """Of aluminium on each day, recorded in no order, and one of zinc."""
        made = [price(number) for number in range(count)]
        for one in [*made[::2], price(1, ZINC), *made[1::2]]:
            self.commit([self.prices.adding(one)])
        return made


@pytest.fixture(params=["memory", "dynamodb"])
def keeper(request: pytest.FixtureRequest, dynamodb: "DynamoDBClient") -> Keeper:
    if request.param == "memory":
        return Keeper(MemoryPrices(), committing(MemoryEvents()))
    table, events = create(dynamodb, "hedge"), create(dynamodb, "events")
    return Keeper(PricesTable(dynamodb, table), committing(EventsTable(dynamodb, events)))


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def price(number: int, symbol: str = ALUMINUM) -> SettlementPrice:
    return SettlementPrice(
        symbol=symbol,
        date=day(number),
        price=Decimal("999999999999.000001") - number,
        source="Bolsa de Metais",
        recorded_at=1_795_000_000_001,
    )


def test_a_price_is_found_as_it_was_recorded(keeper: Keeper) -> None:
    made = keeper.fill(2)
    key = (ALUMINUM, made[0].date)
    assert keeper.prices.recorded([key]) == {key: made[0]}
    assert keeper.prices.of([key]) == {key: Decimal("999999999999.000001")}
    assert str(keeper.prices.of([key])[key]) == "999999999999.000001"


def test_those_that_there_are_are_found_and_no_others(keeper: Keeper) -> None:
    keeper.fill(7)
    wanted = {(symbol, day(number)) for symbol in (ALUMINUM, ZINC) for number in range(-1, 120)}
    found = {(ALUMINUM, day(number)) for number in range(7)} | {(ZINC, day(1))}
    assert set(keeper.prices.of(wanted)) == set(keeper.prices.recorded(list(wanted))) == found
    assert keeper.prices.of([]) == {}
    assert keeper.prices.of([(ALUMINUM, day(1)), (ALUMINUM, day(1))]) == {(ALUMINUM, day(1)): price(1).price}


def test_a_price_is_recorded_once(keeper: Keeper) -> None:
    keeper.commit([keeper.prices.adding(price(0))])
    for again in (price(0), replace(price(0), price=Decimal("1.000000"))):
        with pytest.raises(StateConflictError):
            keeper.commit([keeper.prices.adding(again), keeper.prices.adding(price(1))])
    assert keeper.prices.recorded([(ALUMINUM, day(0)), (ALUMINUM, day(1))]) == {(ALUMINUM, day(0)): price(0)}


def test_of_many_at_once_one_is_recorded(keeper: Keeper) -> None:
    def attempt(number: int) -> bool:
        try:
            keeper.commit([keeper.prices.adding(replace(price(0), source=f"Source {number}"))])
        except StateConflictError:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(attempt, range(8))) == 1


@pytest.mark.parametrize("limit", [1, 2, 7, 100])
def test_a_symbols_prices_are_listed_page_by_page(keeper: Keeper, limit: int) -> None:
    made = keeper.fill()
    listed: list[SettlementPrice] = []
    after: str | None = None
    while True:
        page = keeper.prices.listed(ALUMINUM, None, None, after, limit)
        listed += page.items
        if page.next is None:
            break
        after = page.next
    assert listed == made


@pytest.mark.parametrize(("start", "end"), [(1, 3), (2, 2), (None, 2), (4, None), (9, 12), (3, 1)])
def test_days_bound_the_list_both_inclusive(keeper: Keeper, start: int | None, end: int | None) -> None:
    made = keeper.fill()
    first, last = (None if one is None else day(one) for one in (start, end))
    expected = [one for one in made if (first or date.min) <= one.date <= (last or date.max)]
    assert list(keeper.prices.listed(ALUMINUM, first, last, None, 100).items) == expected


@pytest.mark.parametrize("position", ["", "x", "2026-01-30", "20260130"])
def test_what_is_no_position_is_refused(keeper: Keeper, position: str) -> None:
    keeper.fill(2)
    with pytest.raises(BadPositionError):
        keeper.prices.listed(ZINC, None, day(0), position, 10)


def test_a_position_of_other_days_is_refused(keeper: Keeper) -> None:
    keeper.fill()
    position = keeper.prices.listed(ALUMINUM, None, None, None, 4).next
    assert [one.date for one in keeper.prices.listed(ALUMINUM, None, day(4), position, 9).items] == [day(4)]
    for start, end in ((day(4), day(6)), (None, day(2)), (None, day(3))):
        with pytest.raises(BadPositionError):
            keeper.prices.listed(ALUMINUM, start, end, position, 9)


def test_without_the_table_the_store_is_unavailable(dynamodb: "DynamoDBClient") -> None:
    prices = PricesTable(dynamodb, "absent")
    with pytest.raises(StoreUnavailableError):
        prices.of([(ALUMINUM, FIRST)])
    with pytest.raises(StoreUnavailableError):
        prices.listed(ALUMINUM, None, None, None, 1)
