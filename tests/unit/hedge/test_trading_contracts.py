"""Hedge contracts by HTTP: their legs, what is told of them, and how they end."""

from dataclasses import replace
from typing import Any

import pytest

from hedge.http.contract_bodies import NewContractBody
from hedge.model.contract import Status
from hedge.model.transitions import closed
from tests.unit.hedge.trading_world import (
    CONTRACTS,
    HOSTILE_IDS,
    LONG,
    LONG_LEGS,
    ROLES,
    SHORT,
    SHORT_LEGS,
    TradingWorld,
    by,
    faults,
)


@pytest.mark.parametrize(("body", "classification"), [(SHORT, "short"), (LONG, "long")])
@pytest.mark.parametrize("is_turned", [False, True])
def test_it_is_created_told_whole_and_recorded(body: dict[str, Any], classification: str, is_turned: bool) -> None:
    world = TradingWorld()
    legs = body["legs"][::-1] if is_turned else body["legs"]
    told = world.made(CONTRACTS, {**body, "legs": legs, "trade_date": "2026-01-15"})
    assert (told["classification"], told["status"], told["linked_mt"]) == (classification, "active", "0.000")
    assert told["reference"] == f"HC-{told['id'][-12:].upper()}"
    assert told["legs"] == body["legs"]
    assert told["fixed_price_value"] == f"{body['fixed_price_value']}.000000"
    assert (told["trade_date"], told["settlement_date"]) == ("2026-01-15", "2026-03-20")
    event = world.only_event
    assert (event.action, event.entity_type, event.entity_id) == ("CREATE_CONTRACT", "CONTRACT", told["id"])
    assert world.body_of(event)["after"] == told
    assert world.get(f"{CONTRACTS}/{told['id']}").json() == told


FIXED_BUY, FIXED_SELL = LONG_LEGS[0], SHORT_LEGS[0]
VARIABLE_BUY, VARIABLE_SELL = SHORT_LEGS[1], LONG_LEGS[1]


@pytest.mark.parametrize(
    "legs",
    [
        [],
        [FIXED_BUY],
        [FIXED_BUY, FIXED_SELL],
        [VARIABLE_BUY, VARIABLE_SELL],
        [FIXED_BUY, FIXED_BUY],
        [FIXED_BUY, VARIABLE_BUY],
        [FIXED_SELL, VARIABLE_SELL],
        [FIXED_BUY, VARIABLE_SELL, VARIABLE_SELL],
        [FIXED_BUY, VARIABLE_SELL, FIXED_SELL],
        None,
        "buy",
    ],
)
def test_legs_that_make_no_contract_are_refused(legs: Any) -> None:
    world = TradingWorld()
    assert faults(world.post(CONTRACTS, {**SHORT, "legs": legs})) == {"body.legs"}
    assert not world.desk.contracts
    assert (world.only_event.action, world.only_event.outcome) == ("CREATE_CONTRACT", "FAILED")


@pytest.mark.parametrize(
    ("leg", "at"),
    [
        ({"side": "Buy", "price_type": "fixed"}, "side"),
        ({"side": "hold", "price_type": "fixed"}, "side"),
        ({"side": "buy", "price_type": "float"}, "price_type"),
        ({"side": "buy"}, "price_type"),
        ({"price_type": "fixed"}, "side"),
    ],
)
def test_a_leg_that_is_none_is_refused_where_it_stands(leg: dict[str, str], at: str) -> None:
    answer = TradingWorld().post(CONTRACTS, {**SHORT, "legs": [VARIABLE_SELL, leg]})
    assert faults(answer) == {f"body.legs.1.{at}"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("commodity", "GOLD"),
        ("commodity", 1),
        ("quantity_mt", "1.0001"),
        ("quantity_mt", "0"),
        ("quantity_mt", 50),
        ("quantity_mt", 0.1),
        ("fixed_price_value", "1.1234567"),
        ("fixed_price_value", "0"),
        ("fixed_price_value", "-2520"),
        ("fixed_price_value", 2520),
        ("fixed_price_unit", "EUR/MT"),
        ("fixed_price_unit", "usd/mt"),
        ("fixed_price_unit", None),
        ("float_pricing_convention", "AVG"),
        ("float_pricing_convention", "C2R"),
        ("float_pricing_convention", None),
        ("trade_date", "2026-02-30"),
        ("settlement_date", "20260320"),
    ],
)
def test_a_value_that_is_none_of_its_kind_is_refused(name: str, value: Any) -> None:
    world = TradingWorld()
    assert faults(world.post(CONTRACTS, {**SHORT, name: value})) == {f"body.{name}"}
    assert not world.desk.contracts


def test_it_settles_on_the_day_that_it_is_traded_or_later() -> None:
    world = TradingWorld()
    days = {"trade_date": "2026-03-20", "settlement_date": "2026-03-20"}
    assert world.made(CONTRACTS, {**SHORT, **days}).items() >= days.items()
    assert faults(world.post(CONTRACTS, {**SHORT, **days, "trade_date": "2026-03-21"})) == {"body.settlement_date"}
    assert len(world.desk.contracts) == 1


@pytest.mark.parametrize("name", [name for name in SHORT if name != "settlement_date"])
def test_what_every_contract_has_cannot_be_left_out(name: str) -> None:
    body = {one: value for one, value in SHORT.items() if one != name}
    assert faults(TradingWorld().post(CONTRACTS, body)) == {f"body.{name}"}


@pytest.mark.parametrize("name", ["status", "classification", "reference", "id", "linked_mt"])
def test_what_the_desk_derives_is_not_taken(name: str) -> None:
    assert faults(TradingWorld().post(CONTRACTS, {**SHORT, name: "active"})) == {"body"}


def test_the_example_of_the_document_is_taken() -> None:
    (example,) = NewContractBody.model_json_schema()["examples"]
    assert TradingWorld().made(CONTRACTS, example)["classification"] == "short"


def cancelled(world: TradingWorld, contract_id: str) -> Any:
    return world.patch(f"{CONTRACTS}/{contract_id}/status", {"status": "cancelled"})


def settled(world: TradingWorld, contract_id: str) -> None:
    world.desk.contracts[contract_id] = closed(world.contract(contract_id), Status.SETTLED)


def test_a_cancelled_contract_is_told_recorded_and_cancelled_once() -> None:
    world = TradingWorld()
    contract_id = world.short()
    before = world.get(f"{CONTRACTS}/{contract_id}").json()
    answer = cancelled(world, contract_id)
    assert (answer.status_code, answer.json()) == (200, {**before, "status": "cancelled"})
    event = world.last_event
    assert (event.action, event.entity_id) == ("CANCEL_CONTRACT", contract_id)
    told = world.body_of(event)
    assert (told["before"], told["after"]) == (before, {**answer.json(), "released": {}})
    again = cancelled(world, contract_id)
    assert (again.status_code, again.json()["code"]) == (409, "NOT_ACTIVE")
    assert (world.last_event.action, world.last_event.outcome) == ("CANCEL_CONTRACT", "FAILED")


def test_a_settled_contract_is_not_cancelled() -> None:
    world = TradingWorld()
    contract_id = world.short()
    settled(world, contract_id)
    answer = cancelled(world, contract_id)
    assert (answer.status_code, answer.json()["code"]) == (409, "NOT_ACTIVE")
    assert world.contract(contract_id).status is Status.SETTLED


def test_an_archived_contract_is_not_cancelled() -> None:
    world = TradingWorld()
    contract_id = world.short()
    assert world.patch(f"{CONTRACTS}/{contract_id}/archive").status_code == 200
    answer = cancelled(world, contract_id)
    assert (answer.status_code, answer.json()["code"]) == (409, "NOT_LIVE")
    assert world.contract(contract_id).status is Status.ACTIVE


@pytest.mark.parametrize("body", [None, {}, {"status": "settled"}, {"status": "active"}, {"status": "CANCELLED"}])
def test_nothing_but_a_cancellation_is_asked_for(body: Any) -> None:
    world = TradingWorld()
    contract_id = world.short()
    answer = world.patch(f"{CONTRACTS}/{contract_id}/status", body)
    assert answer.status_code == 422
    extra = world.patch(f"{CONTRACTS}/{contract_id}/status", {"status": "cancelled", "quantity_mt": "1"})
    assert faults(extra) == {"body"}
    assert world.contract(contract_id).status is Status.ACTIVE


@pytest.mark.parametrize("end", ["active", "settled", "cancelled"])
def test_a_contract_is_archived_once_whatever_its_status(end: str) -> None:
    world = TradingWorld()
    contract_id = world.short()
    if end != "active":
        world.desk.contracts[contract_id] = closed(world.contract(contract_id), Status(end))
    before = world.get(f"{CONTRACTS}/{contract_id}").json()
    answer = world.patch(f"{CONTRACTS}/{contract_id}/archive")
    assert answer.status_code == 200
    assert {**answer.json(), "archived_at": None} == before
    assert answer.json()["archived_at"] is not None
    assert (world.last_event.action, world.last_event.entity_id) == ("ARCHIVE_CONTRACT", contract_id)
    again = world.patch(f"{CONTRACTS}/{contract_id}/archive")
    assert (again.status_code, again.json()["code"]) == (409, "ALREADY_ARCHIVED")
    assert not world.contract(contract_id).is_open


def test_who_loses_a_race_is_told_and_nothing_of_it_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    world = TradingWorld()
    contract_id = world.short()
    stale = world.contract(contract_id)
    world.desk.contracts[contract_id] = now = replace(stale, version=2)
    monkeypatch.setattr("tests.fakes.hedge_desk.MemoryContracts.find", lambda *_: stale)
    for answer in (cancelled(world, contract_id), world.patch(f"{CONTRACTS}/{contract_id}/archive")):
        assert (answer.status_code, answer.json()["code"]) == (409, "CONFLICT")
        assert world.last_event.outcome == "FAILED"
    assert world.desk.contracts == {contract_id: now}


@pytest.mark.parametrize("contract_id", HOSTILE_IDS)
def test_what_is_no_contract_is_not_found_and_recorded_once(contract_id: str) -> None:
    world = TradingWorld()
    paths = [("GET", ""), ("PATCH", "/archive"), ("PATCH", "/status")]
    for method, path in paths:
        world.trail.events.rows.clear()
        body = {"status": "cancelled"} if path == "/status" else None
        answer = world.client.request(method, f"{CONTRACTS}/{contract_id}{path}", json=body, headers=by("TRADER"))
        assert (answer.status_code, answer.json()["code"]) == (404, "NO_SUCH_CONTRACT")
        assert (world.only_event.action, world.only_event.entity_type) == ("UNAUTHORIZED_ACCESS_ATTEMPT", "CONTRACT")
        assert "482913112233" not in world.kept + answer.text


@pytest.mark.parametrize("role", ROLES)
def test_traders_act_and_those_who_watch_read(role: str) -> None:
    world = TradingWorld()
    contract_id = world.short()
    for answer in (
        world.post(CONTRACTS, LONG, role),
        world.patch(f"{CONTRACTS}/{contract_id}/status", {"status": "cancelled"}, role),
        world.patch(f"{CONTRACTS}/{contract_id}/archive", role=role),
    ):
        assert (answer.status_code == 403) == (role != "TRADER")
    for answer in (world.get(CONTRACTS, role), world.get(f"{CONTRACTS}/{contract_id}", role)):
        assert answer.status_code == (200 if role in ("TRADER", "RISK_MANAGER", "AUDITOR") else 403)
    assert len(world.events) == 6
