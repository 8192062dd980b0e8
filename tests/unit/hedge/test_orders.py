"""Orders: how they are shown, and which terms go together."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from hedge.model.commodity import Commodity
from hedge.model.order import Convention, Order, OrderType
from hedge.model.order_terms import faults_of, require_sound
from lacre.model.canonical import encode
from lacre.model.refusal import Ground, Refusal
from tests.unit.hedge.desk import NOON, fixed_order_of, order_of

START, END = date(2026, 3, 2), date(2026, 3, 16)
NO_TERMS: dict[str, Any] = {"convention": None, "fixing_date": None}


def by(convention: Convention, **terms: Any) -> Order:
    return order_of("SO1", OrderType.SALE, "100", "2500", **(NO_TERMS | {"convention": convention} | terms))


def test_an_order_is_shown_by_the_names_of_the_api() -> None:
    observed = {"observation_start": START, "observation_end": END, "delivery_start": END}
    order = by(Convention.AVG_INTER, **observed, commodity=Commodity.ZINC, linked=Decimal("12.5"))
    assert order.shown() == {
        "id": "SO1",
        "order_type": "SO",
        "commodity": "ZINC",
        "quantity_mt": "100.000",
        "price_type": "variable",
        "pricing_convention": "AVGInter",
        "avg_entry_price": "2500.000000",
        "reference_month": None,
        "observation_date_start": "2026-03-02",
        "observation_date_end": "2026-03-16",
        "fixing_date": None,
        "delivery_date_start": "2026-03-16",
        "delivery_date_end": None,
        "currency": "USD",
        "linked_mt": "12.500",
        "archived_at": None,
        "created_at": "2026-02-01T12:00:00.000Z",
    }
    assert encode(order.shown())


def test_an_archived_order_tells_when() -> None:
    order = fixed_order_of("PO1", OrderType.PURCHASE, "1", "2500")
    archived = replace(order, archived_at=NOON + 1)
    assert (order.is_live, archived.is_live, order.is_variable) == (True, False, False)
    assert archived.shown()["archived_at"] == "2026-02-01T12:00:00.001Z"
    assert archived.shown()["pricing_convention"] is None


@pytest.mark.parametrize(
    "order",
    [
        by(Convention.AVG, reference_month="2026-03"),
        by(Convention.AVG, reference_month="2026-12", avg_entry_price=None),
        by(Convention.AVG_INTER, observation_start=START, observation_end=END),
        by(Convention.AVG_INTER, observation_start=START, observation_end=START),
        by(Convention.C2R, fixing_date=START),
        by(Convention.C2R, fixing_date=START, delivery_start=START, delivery_end=END),
        by(Convention.C2R, fixing_date=START, delivery_start=END, delivery_end=END),
        by(Convention.C2R, fixing_date=START, delivery_end=START),
        fixed_order_of("SO2", OrderType.SALE, "25", "2700"),
        fixed_order_of("SO2", OrderType.SALE, "25", "2700", delivery_start=START),
    ],
)
def test_terms_that_go_together(order: Order) -> None:
    require_sound(order)
    assert faults_of(order) == ()


def fixed(**terms: Any) -> Order:
    return fixed_order_of("SO2", OrderType.SALE, "25", "2700", **terms)


UNSOUND = [
    (fixed(avg_entry_price=None), ["avg_entry_price"]),
    (fixed(convention=Convention.AVG, reference_month="2026-03"), ["pricing_convention"]),
    (fixed(convention=Convention.C2R), ["pricing_convention", "fixing_date"]),
    (fixed(reference_month="2026-03"), ["reference_month"]),
    (fixed(observation_start=START), ["observation_date_start"]),
    (fixed(observation_end=START), ["observation_date_end"]),
    (fixed(fixing_date=START), ["fixing_date"]),
    (fixed(delivery_start=END, delivery_end=START), ["delivery_date_end"]),
    (order_of("SO1", OrderType.SALE, "1", "2500", **NO_TERMS), ["pricing_convention"]),
    (order_of("SO1", OrderType.SALE, "1", None, convention=None), ["pricing_convention", "fixing_date"]),
    (by(Convention.AVG), ["reference_month"]),
    (by(Convention.AVG, reference_month="2026-13"), ["reference_month"]),
    (by(Convention.AVG, reference_month="2026-3"), ["reference_month"]),
    (by(Convention.AVG, reference_month="2026-03-01"), ["reference_month"]),
    (by(Convention.AVG, reference_month="٢٠٢٦-٠٣"), ["reference_month"]),
    (by(Convention.AVG, reference_month="2026-03\n"), ["reference_month"]),
    (by(Convention.AVG, reference_month="2026-03", fixing_date=START), ["fixing_date"]),
    (by(Convention.AVG_INTER), ["observation_date_start", "observation_date_end"]),
    (by(Convention.AVG_INTER, observation_start=START), ["observation_date_end"]),
    (by(Convention.AVG_INTER, observation_end=START), ["observation_date_start"]),
    (by(Convention.AVG_INTER, observation_start=END, observation_end=START), ["observation_date_end"]),
    (
        by(Convention.AVG_INTER, observation_start=START, observation_end=END, reference_month="2026-03"),
        ["reference_month"],
    ),
    (by(Convention.C2R), ["fixing_date"]),
    (by(Convention.C2R, fixing_date=START, observation_start=START), ["observation_date_start"]),
    (by(Convention.C2R, fixing_date=START, delivery_start=END, delivery_end=START), ["delivery_date_end"]),
    (by(Convention.C2R, reference_month="2026-03"), ["reference_month", "fixing_date"]),
]


@pytest.mark.parametrize(("order", "fields"), UNSOUND)
def test_terms_that_do_not_go_together(order: Order, fields: list[str]) -> None:
    with pytest.raises(Refusal) as refused:
        require_sound(order)
    assert (refused.value.ground, refused.value.reason.code) == (Ground.INVALID, "ORDER_INVALID")
    assert [fault.at for fault in refused.value.faults] == [f"body.{name}" for name in fields]
