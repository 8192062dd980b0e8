"""Sales and purchases by HTTP: which terms go together, what is told of an order, and its end."""

from decimal import Decimal
from typing import Any

import pytest

from hedge.http.order_bodies import NewOrderBody
from lacre.http.recorded_answer import RECEIPT_HEADER
from tests.unit.hedge.trading_world import (
    FIXED,
    HOSTILE_IDS,
    ORDERS,
    PURCHASES,
    ROLES,
    SALES,
    VARIABLE,
    TradingWorld,
    by,
    faults,
)

AVG = VARIABLE
C2R = {
    **{name: value for name, value in VARIABLE.items() if name != "reference_month"},
    "pricing_convention": "C2R",
    "fixing_date": "2026-03-02",
}
INTER = {
    **{name: value for name, value in VARIABLE.items() if name != "reference_month"},
    "pricing_convention": "AVGInter",
    "observation_date_start": "2026-03-02",
    "observation_date_end": "2026-03-13",
}


def without(body: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in body.items() if name not in names}


@pytest.mark.parametrize(("path", "order_type"), [(SALES, "SO"), (PURCHASES, "PO")])
@pytest.mark.parametrize("body", [AVG, C2R, INTER, FIXED], ids=["AVG", "C2R", "AVGInter", "fixed"])
def test_it_is_created_told_whole_and_recorded(path: str, order_type: str, body: dict[str, Any]) -> None:
    world = TradingWorld()
    answer = world.post(path, body)
    assert answer.status_code == 201
    assert RECEIPT_HEADER in answer.headers
    told = answer.json()
    assert told["order_type"] == order_type
    assert (told["currency"], told["linked_mt"], told["archived_at"]) == ("USD", "0.000", None)
    exact = {"quantity_mt": f"{body['quantity_mt']}.000", "avg_entry_price": f"{body['avg_entry_price']}.000000"}
    assert {name: told[name] for name in body} == {**body, **exact}
    (order,) = world.desk.orders.values()
    assert order.shown() == told
    event = world.only_event
    assert (event.action, event.entity_type, event.entity_id) == ("CREATE_ORDER", "ORDER", order.id)
    assert world.body_of(event)["after"] == told
    assert world.get(f"{ORDERS}/{order.id}").json() == told


@pytest.mark.parametrize(("path", "order_type", "other"), [(SALES, "SO", "PO"), (PURCHASES, "PO", "SO")])
def test_its_type_may_be_said_and_is_that_of_the_route(path: str, order_type: str, other: str) -> None:
    world = TradingWorld()
    assert world.made(path, {**AVG, "order_type": order_type})["order_type"] == order_type
    for wrong in (other, order_type.lower(), "", None, 1):
        assert faults(world.post(path, {**AVG, "order_type": wrong})) == {"body.order_type"}
    assert len(world.desk.orders) == 1


def test_the_least_and_the_most_that_an_order_tells() -> None:
    world = TradingWorld()
    told = world.made(SALES, without(AVG, "avg_entry_price"))
    assert told["avg_entry_price"] is None
    days = {"delivery_date_start": "2026-03-15", "delivery_date_end": "2026-03-15"}
    whole = {**AVG, **days, "currency": "USD", "fixing_date": None, "observation_date_start": None}
    assert world.made(SALES, whole).items() >= days.items()


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (without(AVG, "reference_month"), {"reference_month"}),
        (without(C2R, "fixing_date"), {"fixing_date"}),
        (without(INTER, "observation_date_start"), {"observation_date_start"}),
        (without(INTER, "observation_date_end"), {"observation_date_end"}),
        (without(AVG, "pricing_convention"), {"pricing_convention", "reference_month"}),
        (without(AVG, "pricing_convention", "reference_month"), {"pricing_convention"}),
        ({**AVG, "fixing_date": "2026-03-02"}, {"fixing_date"}),
        ({**AVG, "observation_date_start": "2026-03-02"}, {"observation_date_start"}),
        ({**AVG, "observation_date_end": "2026-03-02"}, {"observation_date_end"}),
        ({**C2R, "reference_month": "2026-03"}, {"reference_month"}),
        ({**C2R, "observation_date_end": "2026-03-02"}, {"observation_date_end"}),
        ({**INTER, "reference_month": "2026-03"}, {"reference_month"}),
        ({**INTER, "fixing_date": "2026-03-02"}, {"fixing_date"}),
        ({**INTER, "observation_date_end": "2026-03-01"}, {"observation_date_end"}),
        (without(FIXED, "avg_entry_price"), {"avg_entry_price"}),
        ({**FIXED, "pricing_convention": "AVG"}, {"pricing_convention", "reference_month"}),
        ({**FIXED, "pricing_convention": "AVG", "reference_month": "2026-03"}, {"pricing_convention"}),
        ({**FIXED, "reference_month": "2026-03"}, {"reference_month"}),
        ({**FIXED, "fixing_date": "2026-03-02"}, {"fixing_date"}),
        (
            {**FIXED, "observation_date_start": "2026-03-02", "observation_date_end": "2026-03-03"},
            {"observation_date_start", "observation_date_end"},
        ),
        (
            {**FIXED, "delivery_date_start": "2026-03-15", "delivery_date_end": "2026-03-14"},
            {"delivery_date_end"},
        ),
    ],
)
def test_terms_that_do_not_go_together_are_refused_where_they_stand(body: dict[str, Any], expected: set[str]) -> None:
    world = TradingWorld()
    assert faults(world.post(SALES, body)) == {f"body.{name}" for name in expected}
    assert not world.desk.orders
    assert (world.only_event.action, world.only_event.outcome) == ("CREATE_ORDER", "FAILED")


@pytest.mark.parametrize("name", ["commodity", "quantity_mt", "price_type"])
def test_what_every_order_has_cannot_be_left_out(name: str) -> None:
    world = TradingWorld()
    assert faults(world.post(SALES, without(AVG, name))) == {f"body.{name}"}
    assert faults(world.post(SALES, {**AVG, name: None})) == {f"body.{name}"}


WRONG: dict[str, list[Any]] = {
    "commodity": ["GOLD", "", "ALUMINIUM ", "LME_FE", "CUIVRE", "tın", 1, ["ALUMINUM"]],
    "quantity_mt": [
        "1.0001", "0", "0.000", "-1", "+1", "1e3", "1_0", " 1", "1.", ".5", "", "NaN", "Infinity", "1,5", "٣",
        "1234567890123", 1, 1.5, True, ["1"],
    ],
    "price_type": ["Fixed", "VARIABLE", "", 1],
    "pricing_convention": ["avg", "AVGINTER", "c2r", "", 1],
    "avg_entry_price": ["1.0000001", "0", "-1", "1e3", "NaN", "1234567890123", 2500, 2500.5, False],
    "reference_month": ["2026-13", "2026-00", "2026-3", "2026-03-01", "March", "", "2026-03\n", 202603],
    "fixing_date": ["2026-02-30", "2026-2-3", "20260302", "2026-W10-1", "2026-03-02T00:00:00", "", 1772409600],
    "delivery_date_start": ["2026-02-29", "soon", 0],
    "currency": ["EUR", "usd", "", None],
    "id": ["x"],
    "linked_mt": ["1"],
}  # fmt: skip


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in WRONG.items() for value in values])
def test_a_value_that_is_none_of_its_kind_is_refused(name: str, value: Any) -> None:
    world = TradingWorld()
    body = {**(C2R if name == "fixing_date" else AVG), name: value}
    # The name of a field that is not known is the caller's own word: it is not told again.
    known = name in NewOrderBody.model_fields
    assert faults(world.post(PURCHASES, body)) == {f"body.{name}" if known else "body"}
    assert not world.desk.orders
    assert world.only_event.outcome == "FAILED"


@pytest.mark.parametrize("body", [[], "x", None, 1, [AVG]])
def test_a_body_that_is_no_order_is_refused(body: Any) -> None:
    assert TradingWorld().post(SALES, body).status_code == 422


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("aluminium", "ALUMINUM"),
        ("Lme_Al", "ALUMINUM"),
        ("copper", "COPPER"),
        ("lme_cu", "COPPER"),
        ("LME_ZN", "ZINC"),
        ("nickel", "NICKEL"),
        ("lme_Ni", "NICKEL"),
        ("LME_PB", "LEAD"),
        ("Tin", "TIN"),
        ("lme_sn", "TIN"),
    ],
)
def test_a_metal_goes_by_all_its_names(given: str, told: str) -> None:
    assert TradingWorld().made(SALES, {**AVG, "commodity": given})["commodity"] == told


@pytest.mark.parametrize("quantity", ["999999999999.999", "0.001", "1", "1.5"])
def test_quantities_and_prices_are_exact(quantity: str) -> None:
    world = TradingWorld()
    told = world.made(SALES, {**AVG, "quantity_mt": quantity, "avg_entry_price": f"{quantity}001"})
    assert Decimal(told["quantity_mt"]) == Decimal(quantity)
    assert Decimal(told["avg_entry_price"]) == Decimal(f"{quantity}001")
    assert len(told["quantity_mt"].split(".")[1]) == 3
    assert len(told["avg_entry_price"].split(".")[1]) == 6


def test_the_examples_of_the_document_are_taken() -> None:
    world = TradingWorld()
    examples = NewOrderBody.model_json_schema()["examples"]
    assert len(examples) == 2
    for example in examples:
        world.made(SALES, example)


def test_an_archived_order_is_told_and_not_live() -> None:
    world = TradingWorld()
    order_id = world.sale()
    before = world.get(f"{ORDERS}/{order_id}").json()
    answer = world.patch(f"{ORDERS}/{order_id}/archive")
    assert answer.status_code == 200
    after = answer.json()
    assert {**after, "archived_at": None} == before
    assert after["archived_at"] is not None
    event = world.last_event
    assert (event.action, event.entity_id) == ("ARCHIVE_ORDER", order_id)
    told = world.body_of(event)
    assert (told["before"], told["after"]) == (before, {**after, "released": {}})
    assert world.get(f"{ORDERS}/{order_id}").json() == after
    assert not world.order(order_id).is_live


def test_an_order_is_archived_once() -> None:
    world = TradingWorld()
    order_id = world.sale()
    first = world.patch(f"{ORDERS}/{order_id}/archive").json()
    again = world.patch(f"{ORDERS}/{order_id}/archive")
    assert (again.status_code, again.json()["code"]) == (409, "ALREADY_ARCHIVED")
    assert (world.last_event.action, world.last_event.outcome) == ("ARCHIVE_ORDER", "FAILED")
    assert world.get(f"{ORDERS}/{order_id}").json() == first


@pytest.mark.parametrize("order_id", HOSTILE_IDS)
def test_what_is_no_order_is_not_found_and_recorded_once(order_id: str) -> None:
    world = TradingWorld()
    for method, path in (("GET", f"{ORDERS}/{order_id}"), ("PATCH", f"{ORDERS}/{order_id}/archive")):
        world.trail.events.rows.clear()
        answer = world.client.request(method, path, headers=by("TRADER"))
        assert (answer.status_code, answer.json()["code"]) == (404, "NO_SUCH_ORDER")
        assert (world.only_event.action, world.only_event.entity_type) == ("UNAUTHORIZED_ACCESS_ATTEMPT", "ORDER")
        assert "482913112233" not in world.kept + answer.text


@pytest.mark.parametrize("role", ROLES)
def test_traders_act_and_those_who_watch_read(role: str) -> None:
    world = TradingWorld()
    order_id = world.sale()
    for answer in (
        world.post(SALES, AVG, role),
        world.post(PURCHASES, AVG, role),
        world.patch(f"{ORDERS}/{order_id}/archive", role=role),
    ):
        assert (answer.status_code == 403) == (role != "TRADER")
    for answer in (world.get(ORDERS, role), world.get(f"{ORDERS}/{order_id}", role)):
        assert answer.status_code == (200 if role in ("TRADER", "RISK_MANAGER", "AUDITOR") else 403)
    assert len(world.events) == 6


def test_sent_again_with_its_key_it_is_one_order() -> None:
    world = TradingWorld()
    first, second = (world.post(SALES, AVG, **{"Idempotency-Key": "lua"}) for _ in range(2))
    assert (second.status_code, second.headers["Idempotent-Replayed"], second.json()) == (201, "true", first.json())
    assert len(world.desk.orders) == 1


def test_without_the_table_nothing_is_made_and_the_event_waits() -> None:
    world = TradingWorld()
    world.trail.events.is_away = True
    assert world.post(SALES, AVG).status_code == 503
    assert not world.desk.orders
    assert [draft.action for draft in world.trail.outage.drafts] == ["DATABASE_ERROR"]
