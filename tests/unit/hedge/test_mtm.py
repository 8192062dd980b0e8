"""Mark to market: signed by side, exact, and refused for what has none."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hedge.figures.mtm import Mtm, mtm_of_contract, mtm_of_order
from hedge.figures.quotes import Quotes
from hedge.model.amounts import write_money
from hedge.model.contract import HedgeContract, Side, Status
from hedge.model.order import Order, OrderType
from lacre.model.refusal import Ground, Refusal, Subject
from lacre.model.vocabulary import EntityType
from tests.unit.hedge.desk import ALUMINUM, NOON, contract_of, fixed_order_of, order_of, prices_of

AS_OF = date(2026, 2, 1)
QUOTES = prices_of({"2026-01-30": "2600"})


@pytest.mark.parametrize(
    ("side", "price", "value"),
    [
        (Side.BUY, "2599", "10.000000"),
        (Side.SELL, "2599", "-10.000000"),
        (Side.BUY, "2601", "-10.000000"),
        (Side.SELL, "2601", "10.000000"),
        (Side.BUY, "2600", "0.000000"),
        (Side.SELL, "2600", "0.000000"),
    ],
)
def test_long_gains_what_short_loses(side: Side, price: str, value: str) -> None:
    mtm = mtm_of_contract(contract_of("H", side, "10", price), QUOTES.d1, AS_OF)
    assert write_money(mtm.mtm_value) == value


@pytest.mark.parametrize(
    ("order_type", "entry", "value"),
    [
        (OrderType.SALE, "2599.999999", "0.000010"),
        (OrderType.PURCHASE, "2599.999999", "-0.000010"),
        (OrderType.SALE, "2600.000001", "-0.000010"),
        (OrderType.PURCHASE, "2600", "0.000000"),
    ],
)
def test_a_sale_gains_what_a_purchase_loses(order_type: OrderType, entry: str, value: str) -> None:
    mtm = mtm_of_order(order_of("O", order_type, "10", entry), QUOTES.d1, AS_OF)
    assert write_money(mtm.mtm_value) == value
    assert mtm.shown() == {
        "object_type": "order",
        "object_id": "O",
        "as_of_date": "2026-02-01",
        "mtm_value": value,
        "price_d1": "2600.000000",
        "entry_price": write_money(Decimal(entry)),
        "quantity_mt": "10.000",
    }


def test_a_value_too_small_to_write_is_nothing_and_not_less() -> None:
    mtm = mtm_of_contract(contract_of("H", Side.SELL, "0.001", "2599.999999"), QUOTES.d1, AS_OF)
    assert write_money(mtm.mtm_value) == "0.000000"


def test_links_change_nothing_of_it() -> None:
    free, linked = (contract_of("H", Side.BUY, "10", "2500", links=links) for links in ({}, {"SO1": "10"}))
    assert mtm_of_contract(free, QUOTES.d1, AS_OF) == mtm_of_contract(linked, QUOTES.d1, AS_OF)


@given(st.integers(1, 10**15 - 1), st.integers(1, 10**18 - 1), st.integers(1, 10**18 - 1))
def test_it_is_the_exact_difference_rounded_once(thousandths: int, entry: int, price: int) -> None:
    quotes = Quotes({(ALUMINUM, date(2026, 1, 30)): Decimal(f"{price}e-6")})
    tons, at = f"{thousandths}e-3", f"{entry}e-6"
    value = mtm_of_order(order_of("O", OrderType.SALE, tons, at), quotes.d1, AS_OF).mtm_value
    opposite = mtm_of_contract(contract_of("H", Side.SELL, tons, at), quotes.d1, AS_OF).mtm_value
    assert Fraction(value) == Fraction(round(Fraction(thousandths * (price - entry), 1000)), 10**6)
    assert Fraction(opposite) == -Fraction(value)


OPEN = contract_of("H", Side.BUY, "10", "2500")
VARIABLE = order_of("O", OrderType.SALE, "10", "2500")


@pytest.mark.parametrize(
    ("contract", "code"),
    [
        (replace(OPEN, status=Status.SETTLED), "NOT_ACTIVE"),
        (replace(OPEN, status=Status.CANCELLED), "NOT_ACTIVE"),
        (replace(OPEN, status=Status.SETTLED, archived_at=NOON), "NOT_ACTIVE"),
        (replace(OPEN, archived_at=NOON), "NOT_LIVE"),
    ],
)
def test_only_an_open_contract_is_valued(contract: HedgeContract, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        mtm_of_contract(contract, QUOTES.d1, AS_OF)
    assert (refused.value.ground, refused.value.reason.code) == (Ground.CONFLICT, code)
    assert refused.value.subject == Subject(EntityType.CONTRACT, "H")


@pytest.mark.parametrize(
    ("order", "code"),
    [
        (replace(VARIABLE, archived_at=NOON), "NOT_LIVE"),
        (fixed_order_of("O", OrderType.SALE, "10", "2500"), "FIXED_ORDER"),
        (replace(VARIABLE, avg_entry_price=None), "NO_ENTRY_PRICE"),
    ],
)
def test_only_a_live_variable_order_with_an_entry_price_is_valued(order: Order, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        mtm_of_order(order, QUOTES.d1, AS_OF)
    assert (refused.value.ground, refused.value.reason.code) == (Ground.CONFLICT, code)
    assert refused.value.subject == Subject(EntityType.ORDER, "O")


@pytest.mark.parametrize(("as_of", "code"), [("2026-02-10", "PRICE_MISSING"), ("2028-02-10", "CALENDAR_YEAR")])
def test_without_a_price_there_is_no_value(as_of: str, code: str) -> None:
    def value(held: Order | HedgeContract) -> Mtm:
        day = date.fromisoformat(as_of)
        return mtm_of_order(held, QUOTES.d1, day) if isinstance(held, Order) else mtm_of_contract(held, QUOTES.d1, day)

    for held in (OPEN, VARIABLE):
        with pytest.raises(Refusal) as refused:
            value(held)
        assert (refused.value.ground, refused.value.reason.code) == (Ground.FAILED_DEPENDENCY, code)
