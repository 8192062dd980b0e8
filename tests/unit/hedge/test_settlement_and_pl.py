"""Settling and profit and loss: the two legs, their directions, and what a period realised."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hedge.figures.mtm import mtm_of_contract
from hedge.figures.pl import pl_of_contract, realised
from hedge.figures.quotes import Quotes
from hedge.figures.settlement import settled_legs
from hedge.model.amounts import write_money
from hedge.model.contract import HedgeContract, Side, Status
from hedge.model.ledger import Direction, LedgerEntry, Leg
from lacre.model.refusal import Ground, Refusal
from tests.unit.hedge.desk import ALUMINUM, NOON, contract_of, entry, prices_of

DAY = date(2026, 1, 30)
THURSDAY = date(2026, 1, 29)
START, END = date(2026, 1, 1), date(2026, 1, 31)
QUOTES = prices_of({"2026-01-29": "2550.25", "2026-01-30": "2600"})


def settled_by(contract: HedgeContract, quotes: Quotes) -> list[LedgerEntry]:
    legs = settled_legs(contract, quotes.d1, DAY)
    return [entry(leg.leg, leg.leg, leg.direction, str(leg.amount), DAY.isoformat()) for leg in legs]


@pytest.mark.parametrize(
    ("side", "fixed", "floating"), [(Side.BUY, Direction.OUT, Direction.IN), (Side.SELL, Direction.IN, Direction.OUT)]
)
def test_who_buys_pays_and_who_sells_is_paid(side: Side, fixed: Direction, floating: Direction) -> None:
    legs = settled_legs(contract_of("H", side, "30", "2480"), QUOTES.d1, DAY)
    assert [(leg.leg, leg.direction, write_money(leg.amount)) for leg in legs] == [
        (Leg.FIXED, fixed, "74400.000000"),
        (Leg.FLOAT, floating, "76507.500000"),
    ]


def test_each_leg_is_rounded_by_itself() -> None:
    quotes = prices_of({"2026-01-29": "0.000001"})
    legs = settled_legs(contract_of("H", Side.BUY, "2.5", "0.000003"), quotes.d1, DAY)
    assert [write_money(leg.amount) for leg in legs] == ["0.000008", "0.000002"]


@pytest.mark.parametrize(("day", "code"), [("2026-02-10", "PRICE_MISSING"), ("2024-02-10", "CALENDAR_YEAR")])
def test_without_a_price_nothing_settles(day: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        settled_legs(contract_of("H", Side.BUY, "30", "2480"), QUOTES.d1, date.fromisoformat(day))
    assert (refused.value.ground, refused.value.reason.code) == (Ground.FAILED_DEPENDENCY, code)


@given(
    st.sampled_from(Side), st.integers(1, 10**15 - 1), st.integers(1, 10**18 - 1), st.integers(1, 10**18 - 1), st.data()
)
def test_profit_after_settling_is_the_arithmetic_of_the_ledger(
    side: Side, thousandths: int, fixed: int, floating: int, data: st.DataObject
) -> None:
    quotes = Quotes({(ALUMINUM, THURSDAY): Decimal(f"{floating}e-6")})
    contract = contract_of("H", side, f"{thousandths}e-3", f"{fixed}e-6")
    entries = data.draw(st.permutations(settled_by(contract, quotes)))
    pl = pl_of_contract(replace(contract, status=Status.SETTLED), entries, Quotes({}).d1, START, END)
    signs = {Direction.IN: 1, Direction.OUT: -1}
    assert Fraction(pl.realized_pl) == sum(signs[one.direction] * Fraction(one.amount) for one in entries)
    assert pl.unrealized_mtm == 0
    # What was unrealised before is what is realised now, but for the rounding of the second leg.
    before = mtm_of_contract(contract, quotes.d1, DAY).mtm_value
    assert abs(Fraction(before) - Fraction(pl.realized_pl)) <= Fraction(2, 10**6)


def test_both_days_of_the_period_belong_to_it() -> None:
    days = ["2025-12-31", "2026-01-01", "2026-01-31", "2026-02-01"]
    entries = [entry(day, Leg.FIXED, Direction.IN, str(10**place), day) for place, day in enumerate(days)]
    assert realised(entries, START, END) == Decimal(110)
    assert realised(entries, END, END) == Decimal(100)
    assert realised(entries, END, START) == realised([], START, END) == Decimal(0)


@given(st.lists(st.tuples(st.sampled_from(Direction), st.integers(0, 10**24), st.integers(-40, 40)), max_size=30))
def test_realised_is_in_less_out(flows: list[tuple[Direction, int, int]]) -> None:
    entries = [
        entry(str(n), Leg.FLOAT, direction, f"{amount}e-6", (DAY + timedelta(days)).isoformat())
        for n, (direction, amount, days) in enumerate(flows)
    ]
    came, went = (
        sum(amount for way, amount, days in flows if way is direction and START <= DAY + timedelta(days) <= END)
        for direction in (Direction.IN, Direction.OUT)
    )
    assert Fraction(realised(entries, START, END)) == Fraction(came - went, 10**6)


def test_an_open_contract_has_only_what_is_unrealised_at_the_end_of_the_period() -> None:
    contract = contract_of("HS", Side.SELL, "50", "2520")
    assert pl_of_contract(contract, [], QUOTES.d1, START, DAY).shown() == {
        "entity_type": "hedge_contract",
        "entity_id": "HS",
        "period_start": "2026-01-01",
        "period_end": "2026-01-30",
        "realized_pl": "0.000000",
        "unrealized_mtm": "-1512.500000",
    }


@pytest.mark.parametrize("archived_at", [None, NOON])
def test_a_settled_contract_needs_no_price(archived_at: int | None) -> None:
    contract = contract_of("HS", Side.SELL, "50", "2520")
    settled = replace(contract, status=Status.SETTLED, archived_at=archived_at)
    pl = pl_of_contract(settled, settled_by(contract, QUOTES), Quotes({}).d1, START, date(2030, 1, 1))
    assert (write_money(pl.realized_pl), write_money(pl.unrealized_mtm)) == ("-1512.500000", "0.000000")


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        (replace(contract_of("H", Side.BUY, "1", "1"), status=Status.CANCELLED), "NOT_ACTIVE"),
        (replace(contract_of("H", Side.BUY, "1", "1"), archived_at=NOON), "NOT_LIVE"),
    ],
)
def test_what_was_cancelled_or_archived_has_no_profit(changed: HedgeContract, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        pl_of_contract(changed, [], QUOTES.d1, START, END)
    assert (refused.value.ground, refused.value.reason.code) == (Ground.CONFLICT, code)


def test_an_open_contract_without_a_price_has_no_profit() -> None:
    with pytest.raises(Refusal) as refused:
        pl_of_contract(contract_of("H", Side.BUY, "1", "1"), [], QUOTES.d1, START, date(2026, 2, 10))
    assert refused.value.reason.code == "PRICE_MISSING"
