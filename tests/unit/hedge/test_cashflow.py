"""Cash flow: what is in which figure, in which order, and what it adds up to."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from hedge.figures.cashflow import Cashflow, analytic, baseline, delivery_of, projection
from hedge.figures.quotes import Quotes
from hedge.model.amounts import write_money
from hedge.model.commodity import Commodity
from hedge.model.contract import Side
from hedge.model.order import Order, OrderType
from lacre.model.refusal import Ground, Refusal, Subject
from lacre.model.vocabulary import EntityType
from tests.unit.hedge.desk import contract_of, fixed_order_of, order_of, portfolio_of, prices_of

AS_OF = date(2026, 2, 1)
NEXT, LATER = date(2026, 2, 2), date(2026, 3, 15)
QUOTES = prices_of({"2026-01-30": "2600"})
NO_PRICES = Quotes({})


def amounts(flow: Cashflow) -> dict[str, str]:
    """By id, in the order of the items."""
    return {item.object_id: write_money(item.amount_usd).removesuffix(".000000") for item in flow.items}


def test_nothing_comes_of_nothing() -> None:
    for flow in (analytic(portfolio_of(), NO_PRICES, AS_OF), projection(portfolio_of(), NO_PRICES, AS_OF)):
        assert flow.shown() == {"as_of_date": "2026-02-01", "items": [], "total_net_cashflow": "0.000000"}


def test_analytic_items_are_sorted_by_type_and_id() -> None:
    held = portfolio_of(
        order_of("b", OrderType.SALE, "1", "2500", delivery_start=LATER),
        contract_of("z", Side.BUY, "1", "2500", settlement_date=LATER),
        order_of("a", OrderType.PURCHASE, "1", "2501"),
        contract_of("y", Side.SELL, "1", "2500"),
        fixed_order_of("c", OrderType.SALE, "1", "2500", delivery_start=LATER),
    )
    found = analytic(held, QUOTES, AS_OF)
    assert amounts(found) == {"y": "-100", "z": "100", "a": "-99", "b": "100"}
    assert list(amounts(found)) == ["y", "z", "a", "b"]
    assert [item.settlement_date for item in found.items] == [None, LATER, None, LATER]
    assert all(item.amount_usd == item.mtm_value for item in found.items)
    assert found.total_net_cashflow == Decimal(1)


def test_an_analytic_figure_is_not_proved_without_an_entry_price() -> None:
    held = portfolio_of(order_of("SO9", OrderType.SALE, "1", None), order_of("SO8", OrderType.SALE, "1", None))
    with pytest.raises(Refusal) as refused:
        analytic(held, QUOTES, AS_OF)
    assert (refused.value.ground, refused.value.reason.code) == (Ground.CONFLICT, "NO_ENTRY_PRICE")
    assert refused.value.subject == Subject(EntityType.ORDER, "SO8")
    assert "SO8" in refused.value.reason.sentence


@pytest.mark.parametrize(
    ("order", "amount"),
    [
        (fixed_order_of("O", OrderType.SALE, "10.5", "2585.123457"), "27143.796298"),
        (fixed_order_of("O", OrderType.PURCHASE, "10.5", "2585.123457"), "-27143.796298"),
        (order_of("O", OrderType.SALE, "10.5", "1"), "27300"),
        (order_of("O", OrderType.PURCHASE, "10.5", None), "-27300"),
    ],
)
def test_a_delivery_brings_or_costs_its_whole_price(order: Order, amount: str) -> None:
    found = projection(portfolio_of(replace(order, delivery_start=NEXT)), QUOTES, AS_OF)
    assert amounts(found) == {"O": amount}
    assert [(item.settlement_date, item.mtm_value) for item in found.items] == [(NEXT, None)]


def test_a_delivery_has_its_date_when_it_ends() -> None:
    order = fixed_order_of("O", OrderType.SALE, "1", "1")
    dates = [(None, None), (NEXT, None), (None, LATER), (NEXT, LATER)]
    delivered = [delivery_of(replace(order, delivery_start=start, delivery_end=end)) for start, end in dates]
    assert delivered == [None, NEXT, LATER, LATER]


@pytest.mark.parametrize("day", [None, date(2026, 1, 30), AS_OF])
def test_what_has_no_date_after_the_day_is_not_projected_and_needs_no_price(day: date | None) -> None:
    held = portfolio_of(
        order_of("SO1", OrderType.SALE, "1", "1", delivery_end=day),
        fixed_order_of("SO2", OrderType.SALE, "1", "1", delivery_start=day),
        contract_of("HL", Side.BUY, "1", "1", settlement_date=day),
    )
    assert projection(held, NO_PRICES, AS_OF).items == ()


def test_a_delivery_that_has_begun_is_projected_to_its_end() -> None:
    order = fixed_order_of("O", OrderType.SALE, "1", "1", delivery_start=date(2026, 1, 1), delivery_end=NEXT)
    assert amounts(projection(portfolio_of(order), NO_PRICES, AS_OF)) == {"O": "1"}


def test_projected_items_are_sorted_by_date_type_and_id() -> None:
    held = portfolio_of(
        fixed_order_of("a", OrderType.SALE, "1", "1", delivery_end=LATER),
        contract_of("z", Side.BUY, "1", "2500", settlement_date=LATER),
        contract_of("y", Side.SELL, "1", "2500", settlement_date=LATER),
        fixed_order_of("x", OrderType.PURCHASE, "1", "7", delivery_end=NEXT),
    )
    found = projection(held, QUOTES, AS_OF)
    assert list(amounts(found).items()) == [("x", "-7"), ("y", "-100"), ("z", "100"), ("a", "1")]
    assert found.total_net_cashflow == Decimal(-6)


def test_a_contract_and_an_order_of_one_id_are_two() -> None:
    held = portfolio_of(
        contract_of("same", Side.BUY, "1", "2500", settlement_date=LATER),
        fixed_order_of("same", OrderType.SALE, "1", "1", delivery_end=LATER),
    )
    assert len(projection(held, QUOTES, AS_OF).items) == 2


@pytest.mark.parametrize("day", [date(2026, 2, 10), date(2028, 2, 10)])
def test_a_missing_price_is_not_projected_around(day: date) -> None:
    later = date(2028, 3, 1)
    dated = portfolio_of(
        fixed_order_of("SO2", OrderType.SALE, "1", "1", delivery_end=later),
        order_of("SO1", OrderType.SALE, "1", "1", delivery_end=later, commodity=Commodity.TIN),
    )
    for figure in (analytic, projection):
        with pytest.raises(Refusal) as refused:
            figure(dated, QUOTES, day)
        assert refused.value.ground is Ground.FAILED_DEPENDENCY


def test_the_baseline_adds_the_ledger_to_the_analytic_figure() -> None:
    flow = analytic(portfolio_of(contract_of("HL", Side.BUY, "30", "2480")), QUOTES, AS_OF)
    assert baseline(flow, Decimal("-1512.500001")).shown() == {
        "as_of_date": "2026-02-01",
        "items": [
            {
                "object_type": "hedge_contract",
                "object_id": "HL",
                "settlement_date": None,
                "amount_usd": "3600.000000",
                "mtm_value": "3600.000000",
            }
        ],
        "analytic_total": "3600.000000",
        "ledger_total": "-1512.500001",
        "total_net_cashflow": "2087.499999",
    }
