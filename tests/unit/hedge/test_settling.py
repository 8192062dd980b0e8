"""Settling a contract: derived, once, in one transaction with its entries, and its orders are free again."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from hedge.model.amounts import ZERO
from hedge.model.contract import Status
from hedge.packing.positions import row_of
from lacre.model.vocabulary import EntityType
from tests.unit.hedge.ledger_world import FIXED_IN, FLOAT_OUT, LEDGER, PRICE, LedgerWorld, event_id
from tests.unit.hedge.trading_world import HOSTILE_IDS, ROLES, faults

AT_ONCE = 50


def test_the_worked_example_settles_to_the_last_digit() -> None:
    world = LedgerWorld().priced()
    made = world.settled(world.short(), legs=[FIXED_IN, FLOAT_OUT])
    legs = [(one["leg_id"], one["direction"], one["amount"]) for one in made["entries"]]
    assert legs == [("FIXED", "IN", "126000.000000"), ("FLOAT", "OUT", "127512.500000")]
    assert (made["cashflow_date"], made["currency"], made["source_event_id"]) == ("2026-01-30", "USD", event_id(0))


def test_who_buys_pays_out() -> None:
    world = LedgerWorld().priced()
    made = world.settled(world.long(quantity_mt="10.5", fixed_price_value="2585.123457"))
    legs = [(one["leg_id"], one["direction"], one["amount"]) for one in made["entries"]]
    assert legs == [("FIXED", "OUT", "27143.796298"), ("FLOAT", "IN", "26777.625000")]


def test_it_closes_the_contract_and_gives_its_orders_back_what_it_took() -> None:
    world = LedgerWorld().priced()
    order, contract = world.sale(), world.short()
    world.linked(order, contract, "40")
    world.settled(contract)
    assert (world.contract(contract).status, world.contract(contract).linked) == (Status.SETTLED, ZERO)
    assert world.order(order).linked == 0
    assert world.link(order, world.short(), "50").status_code == 201


def test_its_entries_are_kept_as_they_were_answered_next_to_each_other() -> None:
    world = LedgerWorld().priced()
    made = world.settled(world.short())
    assert [one.shown() for one in world.ledger.entries] == made["entries"]
    assert [one.line() for one in world.ledger.entries] == list(row_of(world.ledger.entries).lines)


def test_settlement_and_contract_are_both_recorded_and_belong_together() -> None:
    world = LedgerWorld().priced()
    order, contract = world.sale(), world.short()
    world.linked(order, contract, "40")
    made = world.settled(contract)
    by_type = {one.entity_type: one for one in world.events if one.action == "SETTLE_CONTRACT"}
    settlement, closed = by_type[EntityType.SETTLEMENT], by_type[EntityType.CONTRACT]
    assert settlement.entity_id == closed.entity_id == contract
    assert settlement.correlation_id == closed.correlation_id == settlement.id
    assert world.body_of(settlement)["after"] == made
    told = world.body_of(closed)
    assert (told["before"]["status"], told["after"]["status"]) == ("active", "settled")
    assert told["after"]["released"] == {order: "40.000"}


def test_of_fifty_at_once_one_settles_and_all_are_recorded() -> None:
    world = LedgerWorld().priced()
    contract = world.short()
    with ThreadPoolExecutor(AT_ONCE) as threads:
        answers = list(threads.map(lambda number: world.settle(contract, number).status_code, range(AT_ONCE)))
    assert sorted(answers) == [201, *[409] * (AT_ONCE - 1)]
    assert len(world.ledger.entries) == 2
    told = [one.outcome for one in world.events if one.action == "SETTLE_CONTRACT" and one.entity_type == "SETTLEMENT"]
    assert sorted(told) == ["FAILED"] * (AT_ONCE - 1) + ["SUCCEEDED"]


def test_of_fifty_settlements_of_one_event_at_once_one_is_made() -> None:
    world = LedgerWorld().priced()
    contracts = [world.short() for _ in range(AT_ONCE)]
    with ThreadPoolExecutor(AT_ONCE) as threads:
        answers = list(threads.map(lambda contract: world.settle(contract).status_code, contracts))
    assert sorted(answers) == [201, *[409] * (AT_ONCE - 1)]
    assert sum(world.contract(one).status is Status.SETTLED for one in contracts) == 1


def test_a_contract_and_an_event_are_taken_once() -> None:
    world = LedgerWorld().priced()
    first, second = world.short(), world.short()
    world.settled(first)
    assert world.settle(first, 1).json()["code"] == "NOT_ACTIVE"
    answer = world.settle(second)
    assert (answer.status_code, answer.json()["code"]) == (409, "EVENT_TAKEN")
    assert (world.last_event.action, world.last_event.outcome) == ("SETTLE_CONTRACT", "FAILED")
    assert world.contract(second).status is Status.ACTIVE


def test_what_is_cancelled_or_archived_is_not_settled() -> None:
    world = LedgerWorld().priced()
    cancelled, archived = world.short(), world.short()
    world.desk.contracts[cancelled] = replace(world.contract(cancelled), status=Status.CANCELLED)
    world.desk.contracts[archived] = replace(world.contract(archived), archived_at=1)
    assert [world.settle(one).status_code for one in (cancelled, archived)] == [409, 409]
    assert [world.settle(one).json()["code"] for one in (cancelled, archived)] == ["NOT_ACTIVE", "NOT_LIVE"]
    assert not world.ledger.entries


@pytest.mark.parametrize(
    ("day", "code"),
    [
        ("2026-02-01", "PRICE_MISSING"),
        ("2026-01-29", "PRICE_MISSING"),
        ("2026-02-10", "PRICE_MISSING"),
        ("2029-01-30", "CALENDAR_YEAR"),
    ],
)
def test_without_the_price_of_the_business_day_before_it_is_not_settled(day: str, code: str) -> None:
    world = LedgerWorld().priced()
    contract = world.short()
    answer = world.settle(contract, cashflow_date=day)
    assert (answer.status_code, answer.json()["code"]) == (424, code)
    assert world.contract(contract).status is Status.ACTIVE
    world.settled(contract)


def test_the_price_of_another_metal_is_none_of_this() -> None:
    world = LedgerWorld()
    world.published({**PRICE, "symbol": "LME_ZN_CASH_SETTLEMENT_DAILY"})
    assert world.settle(world.short()).status_code == 424


WRONG_LEGS: list[tuple[list[Any], set[str]]] = [
    ([FIXED_IN, {**FLOAT_OUT, "amount": "127512.500001"}], {"body.legs.1.amount"}),
    ([{**FLOAT_OUT, "direction": "IN"}, FIXED_IN], {"body.legs.0.direction"}),
    (
        [{**FIXED_IN, "direction": "OUT", "amount": "0"}, {**FLOAT_OUT, "amount": "1"}],
        {"body.legs.0.direction", "body.legs.0.amount", "body.legs.1.amount"},
    ),
    ([FIXED_IN], {"body.legs"}),
    ([FIXED_IN, FIXED_IN], {"body.legs"}),
    ([], {"body.legs"}),
    ([{**FIXED_IN, "amount": "126000.0000001"}, FLOAT_OUT], {"body.legs.0.amount"}),
    ([{**FIXED_IN, "amount": 126000}, FLOAT_OUT], {"body.legs.0.amount"}),
    ([{**FIXED_IN, "amount": "1.26e5"}, FLOAT_OUT], {"body.legs.0.amount"}),
    ([{**FIXED_IN, "amount": "-126000"}, FLOAT_OUT], {"body.legs.0.amount"}),
    ([{**FIXED_IN, "leg_id": "fixed"}, FLOAT_OUT], {"body.legs.0.leg_id"}),
]


@pytest.mark.parametrize(("legs", "at"), WRONG_LEGS)
def test_what_a_caller_says_is_only_checked(legs: list[Any], at: set[str]) -> None:
    world = LedgerWorld().priced()
    contract = world.short()
    answer = world.settle(contract, legs=legs)
    assert faults(answer) == at
    assert not world.ledger.entries
    assert world.contract(contract).status is Status.ACTIVE
    world.settled(contract, legs=[{**FLOAT_OUT, "amount": "127512.500000"}, FIXED_IN])


def test_what_a_caller_said_is_told_beside_what_it_comes_to() -> None:
    world = LedgerWorld().priced()
    contract = world.short()
    world.settle(contract, legs=[{**FIXED_IN, "amount": "126000.5"}, {**FLOAT_OUT, "amount": "4111111111111111"}])
    told = world.body_of(world.last_event)["after"]
    exact = {"FIXED": "126000.000000", "FLOAT": "127512.500000"}
    assert {one["leg_id"]: one["amount"] for one in told["derived"]} == exact
    # A card number is no amount of this desk: of such a one only the length is kept.
    said = {"FIXED": "126000.500000", "FLOAT": "[withheld: text of 16]"}
    assert {one["leg_id"]: one["amount"] for one in told["claimed"]} == said
    assert "4111111111111111" not in world.kept


@pytest.mark.parametrize(
    "wrong",
    [
        {"source_event_id": "482913112233"},
        {"source_event_id": event_id(1).upper()},
        {"source_event_id": None},
        {"cashflow_date": "20260130"},
        {"cashflow_date": 20260130},
        {"currency": "EUR"},
        {"legs": [FIXED_IN, FLOAT_OUT, FIXED_IN]},
        {"amount": "126000"},
    ],
)
def test_a_body_that_does_not_fit_is_refused_and_recorded_once(wrong: dict[str, Any]) -> None:
    world = LedgerWorld().priced()
    contract = world.short()
    world.trail.events.rows.clear()
    answer = world.settle(contract, **wrong)
    assert answer.status_code == 422
    assert (world.only_event.action, world.only_event.outcome) == ("SETTLE_CONTRACT", "FAILED")
    assert "482913112233" not in world.kept + answer.text


@pytest.mark.parametrize("given", ["evt-1", "2026-01-30/HS:1", "a_b.C", "x" * 64])
def test_an_event_of_any_other_ledger_settles_once(given: str) -> None:
    world = LedgerWorld().priced()
    made = world.settled(world.short(), source_event_id=given)
    assert {one["source_event_id"] for one in [made, *made["entries"]]} == {given}
    assert world.get(LEDGER, source_event_id=given).json()["entries"] == made["entries"]
    answer = world.settle(world.short(), source_event_id=given)
    assert (answer.status_code, answer.json()["code"]) == (409, "EVENT_TAKEN")


@pytest.mark.parametrize("contract_id", HOSTILE_IDS)
def test_an_unknown_contract_is_not_found(contract_id: str) -> None:
    world = LedgerWorld().priced()
    assert world.settle(contract_id).status_code == 404
    assert "482913112233" not in world.kept


@pytest.mark.parametrize("role", [role for role in ROLES if role != "TRADER"])
def test_only_traders_settle(role: str) -> None:
    world = LedgerWorld().priced()
    contract = world.short()
    assert world.settle(contract, role=role).status_code == 403
    assert world.last_event.action == "UNAUTHORIZED_ACCESS_ATTEMPT"
    assert not world.ledger.entries


def test_the_same_request_with_its_key_settles_once_and_is_answered_alike() -> None:
    world = LedgerWorld().priced()
    contract = world.short()
    body = {"source_event_id": event_id(0), "cashflow_date": "2026-01-30"}
    path = f"/v1/cashflow/contracts/{contract}/settle"
    first, again = (world.post(path, body, **{"Idempotency-Key": "k-1"}) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert len(world.ledger.entries) == 2


def test_amounts_are_exact_at_the_greatest_quantity_and_price() -> None:
    world = LedgerWorld()
    world.published({**PRICE, "price_usd": "999999999999.999999"})
    made = world.settled(world.short(quantity_mt="999999999999.999", fixed_price_value="0.000001"))
    amounts = [Decimal(one["amount"]) for one in made["entries"]]
    assert amounts == [Decimal("1000000.000000"), Decimal("999999999999998999000000.000000")]
