"""The worked example of the specification holds to the last digit."""

from dataclasses import replace
from datetime import date
from decimal import ROUND_UP, Clamped, Context, Decimal, FloatOperation, Inexact, Rounded, Subnormal, localcontext

import pytest

from hedge.figures import exposure
from hedge.figures.cashflow import analytic, baseline, projection
from hedge.figures.mtm import mtm_of_contract, mtm_of_order
from hedge.figures.pl import pl_of_contract
from hedge.figures.settlement import settled_legs
from hedge.model.amounts import product, read_price, read_quantity, write_money, write_quantity
from hedge.model.contract import Classification, Status
from lacre.model.canonical import JsonObject
from lacre.model.refusal import Ground, Refusal
from tests.unit.hedge.desk import entry, portfolio_of
from tests.unit.hedge.worked_example import AS_OF, COMMERCIAL, GLOBAL, QUOTES, hl, hs, po1, portfolio, so1, so2


def test_commercial_exposure() -> None:
    (row,) = exposure.commercial(portfolio())
    assert row.shown() == {
        **COMMERCIAL,
        "entities": [
            {"entity_type": "order", "entity_id": "PO1", "quantity_mt": "60.000"},
            {"entity_type": "order", "entity_id": "SO1", "quantity_mt": "60.000"},
        ],
    }


def test_global_exposure() -> None:
    (row,) = exposure.overall(portfolio())
    assert row.shown() == {
        **GLOBAL,
        "entities": [
            {"entity_type": "hedge_contract", "entity_id": "HL", "quantity_mt": "30.000"},
            {"entity_type": "hedge_contract", "entity_id": "HS", "quantity_mt": "10.000"},
            {"entity_type": "order", "entity_id": "PO1", "quantity_mt": "60.000"},
            {"entity_type": "order", "entity_id": "SO1", "quantity_mt": "60.000"},
        ],
    }


def test_mark_to_market_of_each() -> None:
    assert hl().classification is Classification.LONG
    assert hs().classification is Classification.SHORT
    assert mtm_of_contract(hl(), QUOTES.d1, AS_OF).shown() == {
        "object_type": "hedge_contract",
        "object_id": "HL",
        "as_of_date": "2026-02-01",
        "mtm_value": "3600.000000",
        "price_d1": "2600.000000",
        "entry_price": "2480.000000",
        "quantity_mt": "30.000",
    }
    assert mtm_of_contract(hs(), QUOTES.d1, AS_OF).mtm_value == -4000
    assert mtm_of_order(so1(), QUOTES.d1, AS_OF).mtm_value == 10000
    assert mtm_of_order(po1(), QUOTES.d1, AS_OF).mtm_value == -8970


def test_analytic_cash_flow_and_its_baseline() -> None:
    found = analytic(portfolio(), QUOTES, AS_OF)
    assert [(item.object_id, write_money(item.amount_usd)) for item in found.items] == [
        ("HL", "3600.000000"),
        ("HS", "-4000.000000"),
        ("PO1", "-8970.000000"),
        ("SO1", "10000.000000"),
    ]
    assert write_money(found.total_net_cashflow) == "630.000000"
    assert baseline(found, Decimal("-1512.5")).total_net_cashflow == Decimal("-882.5")


def test_projection() -> None:
    assert projection(portfolio(), QUOTES, AS_OF).shown() == {
        "as_of_date": "2026-02-01",
        "items": [
            _projected("order", "SO2", "2026-03-15", "67500.000000", None),
            _projected("hedge_contract", "HL", "2026-03-20", "3600.000000", "3600.000000"),
            _projected("hedge_contract", "HS", "2026-03-20", "-4000.000000", "-4000.000000"),
        ],
        "total_net_cashflow": "67100.000000",
    }


def _projected(object_type: str, object_id: str, day: str, amount: str, mtm_value: str | None) -> JsonObject:
    return {
        "object_type": object_type,
        "object_id": object_id,
        "settlement_date": day,
        "amount_usd": amount,
        "mtm_value": mtm_value,
    }


def test_settling_on_a_friday_takes_the_price_of_thursday() -> None:
    legs = settled_legs(hs(), QUOTES.d1, date(2026, 1, 30))
    told = [(leg.leg, leg.direction, write_money(leg.amount)) for leg in legs]
    assert told == [("FIXED", "IN", "126000.000000"), ("FLOAT", "OUT", "127512.500000")]


def test_what_settling_does_to_profit_and_exposure() -> None:
    settled = replace(hs(), status=Status.SETTLED)
    legs = settled_legs(hs(), QUOTES.d1, date(2026, 1, 30))
    entries = [entry(leg.leg, leg.leg, leg.direction, str(leg.amount), "2026-01-30") for leg in legs]
    pl = pl_of_contract(settled, entries, QUOTES.d1, date(2026, 1, 1), date(2026, 1, 31))
    assert (pl.realized_pl, pl.unrealized_mtm) == (Decimal("-1512.5"), Decimal(0))
    (row,) = exposure.commercial(portfolio_of(so1(), po1(), so2(), hl()))
    told = [write_quantity(tons) for tons in (row.active, row.passive, row.net, row.reduction_active)]
    assert told == ["100.000", "60.000", "40.000", "0.000"]


def test_the_tie_at_the_seventh_digit_goes_to_the_even_neighbour() -> None:
    assert write_money(product(read_quantity("10.5"), read_price("2585.123457"))) == "27143.796298"


def test_the_fixed_order_has_no_mark_to_market() -> None:
    with pytest.raises(Refusal) as refused:
        mtm_of_order(so2(), QUOTES.d1, AS_OF)
    assert (refused.value.ground, refused.value.reason.code) == (Ground.CONFLICT, "FIXED_ORDER")


def test_a_price_that_was_not_published_is_missing() -> None:
    with pytest.raises(Refusal) as refused:
        analytic(portfolio(), QUOTES, date(2026, 2, 10))
    assert (refused.value.ground, refused.value.reason.code) == (Ground.FAILED_DEPENDENCY, "PRICE_MISSING")


def test_a_quantity_has_no_fourth_decimal() -> None:
    with pytest.raises(ValueError, match="quantity"):
        read_quantity("1.0001")


def _everything() -> list[JsonObject]:
    held = portfolio()
    rows = [row.shown() for row in (*exposure.commercial(held), *exposure.overall(held))]
    flow = analytic(held, QUOTES, AS_OF)
    flows = [flow.shown(), projection(held, QUOTES, AS_OF).shown(), baseline(flow, Decimal("-1512.5")).shown()]
    legs: list[JsonObject] = [
        {"leg": leg.leg.value, "amount": write_money(leg.amount)} for leg in settled_legs(hs(), QUOTES.d1, AS_OF)
    ]
    tie: JsonObject = {"tie": write_money(product(read_quantity("10.5"), read_price("2585.123457")))}
    return [*rows, *flows, *legs, tie, so1().shown(), hs().shown()]


@pytest.mark.parametrize(
    "context",
    [
        Context(prec=2, rounding=ROUND_UP, traps=[]),
        Context(prec=1, traps=[Inexact, Rounded, Subnormal, Clamped, FloatOperation]),
        Context(prec=60, Emin=0, Emax=3, traps=[Inexact, Rounded]),
    ],
)
def test_the_decimal_context_of_the_thread_changes_nothing(context: Context) -> None:
    expected = _everything()
    with localcontext(context):
        assert _everything() == expected
