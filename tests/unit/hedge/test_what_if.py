"""Scenarios over HTTP: what deltas do, what they may not do, and that nothing is written but the event."""

import copy
import hashlib
import json
from dataclasses import replace
from typing import Any

import pytest

from hedge.model.contract import Status
from hedge.model.order import OrderType
from tests.unit.hedge.desk import NOON, order_of
from tests.unit.hedge.risk_worlds import (
    AS_OF,
    HL,
    HS,
    PERIOD,
    PO1,
    SO1,
    SO2,
    WHAT_IF,
    RiskWorld,
    add,
    adjust,
    example,
    id_of,
    member_of,
    override,
)
from tests.unit.hedge.trading_world import HOSTILE_IDS, ROLES, by

ADDED, ADJUSTED, OVERRIDDEN = add("v1", "buy", "10", "2500"), adjust(SO1, "40"), override("2026-01-30", "2700")


def test_a_contract_is_added_to_every_figure() -> None:
    figures = example().figures(add("v1", "buy", "10", "2500"), add("v2", "sell", "5", "2590.5", commodity="lme_al"))
    (commercial,), (whole,) = figures["commercial_exposure_snapshot"], figures["global_exposure_snapshot"]
    assert (commercial["active"], commercial["hedge_long"], commercial["hedge_short"]) == ("60.000", "40.000", "15.000")
    assert (whole["pre_reduction_active"], whole["pre_reduction_passive"]) == ("155.000", "100.000")
    assert (whole["active"], whole["passive"], whole["net"]) == ("75.000", "100.000", "-25.000")
    marks = member_of(figures["mtm_snapshot"], "mtm_value")
    assert (marks["v1"], marks["v2"]) == ("1000.000000", "-47.500000")
    analytic = figures["cashflow_snapshot"]["analytic"]
    assert analytic["total_net_cashflow"] == "1582.500000"
    assert member_of(analytic["items"], "settlement_date")["v1"] is None
    assert member_of(figures["pl_snapshot"], "unrealized_mtm")["v2"] == "-47.500000"


def test_an_order_is_adjusted_down_to_what_is_linked() -> None:
    world = example()
    figures = world.figures(ADJUSTED)
    (row,) = figures["commercial_exposure_snapshot"]
    assert (row["pre_reduction_active"], row["active"], row["reduction_active"]) == ("40.000", "0.000", "40.000")
    assert member_of(figures["mtm_snapshot"], "mtm_value")[SO1] == "4000.000000"
    refused = world.run(adjust(SO1, "39.999"))
    assert (refused.status_code, refused.json()["code"]) == (409, "BELOW_LINKED")
    assert refused.json()["errors"][0]["at"] == "body.deltas.0.new_quantity_mt"


def test_an_adjusted_order_at_a_fixed_price_changes_no_figure() -> None:
    world = example()
    assert world.figures(adjust(SO2, "1")) == world.figures()


def test_a_price_is_overridden_or_given_where_none_was_published() -> None:
    world = example()
    assert member_of(world.figures(OVERRIDDEN)["mtm_snapshot"], "price_d1")[HL] == "2700.000000"
    assert world.run(as_of_date="2026-02-10").status_code == 424
    later = world.figures(override("2026-02-09", "2600"), as_of_date="2026-02-10")
    assert member_of(later["mtm_snapshot"], "mtm_value")[HL] == "3600.000000"


@pytest.mark.parametrize(
    "other",
    [
        override("2026-01-29", "1"),
        override("2026-02-01", "1"),
        override("2026-01-30", "1", "LME_CU_CASH_SETTLEMENT_DAILY"),
    ],
)
def test_an_override_acts_on_its_symbol_and_day_alone(other: dict[str, object]) -> None:
    world = example()
    assert world.run(other).content == world.run().content


def test_day_and_period_have_prices_of_their_own() -> None:
    figures = example().figures(period_end="2026-01-30")
    assert member_of(figures["mtm_snapshot"], "price_d1")[HL] == "2600.000000"
    # 30 x (2550.25 - 2480)
    assert member_of(figures["pl_snapshot"], "unrealized_mtm")[HL] == "2107.500000"


def test_what_was_settled_in_the_period_is_realised() -> None:
    world = example()
    world.settle(HS, "126000", "127512.5", "2026-01-30")
    told = {one["entity_id"]: (one["realized_pl"], one["unrealized_mtm"]) for one in world.figures()["pl_snapshot"]}
    assert told == {HS: ("-1512.500000", "0.000000"), HL: ("0.000000", "3600.000000")}
    outside = world.figures(period_start="2026-01-31")["pl_snapshot"]
    assert [one["entity_id"] for one in outside] == [HL]


def test_nothing_is_written_but_the_event() -> None:
    world = example()
    before = copy.deepcopy((world.desk, world.prices, world.ledger, world.snapshots))
    answer = world.run(ADDED, ADJUSTED, OVERRIDDEN)
    assert (world.desk, world.prices, world.ledger, world.snapshots) == before
    event = world.only_event
    assert (event.action, event.entity_type, event.entity_id, event.outcome) == (
        "RUN_WHAT_IF",
        "SCENARIO",
        "*",
        "SUCCEEDED",
    )
    assert answer.headers["X-Audit-Receipt"] == world.trail.events.rows[event.id].receipt
    assert world.body_of(event)["after"] == {
        **AS_OF,
        **PERIOD,
        "deltas": 3,
        "request_hash": hashlib.sha256(answer.request.content).hexdigest(),
        "answer_hash": hashlib.sha256(answer.content).hexdigest(),
    }


def test_no_figure_leaves_without_its_event() -> None:
    world = example()
    world.trail.events.is_away = True
    assert world.run(ADDED).status_code == 503


@pytest.mark.parametrize("role", ROLES)
def test_only_risk_and_audit_run_one(role: str) -> None:
    world = example()
    may = role in ("RISK_MANAGER", "AUDITOR")
    answer = world.client.post(WHAT_IF, json={**AS_OF, **PERIOD, "deltas": []}, headers=by(role))
    assert answer.status_code == (200 if may else 403)
    assert world.only_event.action == ("RUN_WHAT_IF" if may else "UNAUTHORIZED_ACCESS_ATTEMPT")


@pytest.mark.parametrize(
    ("again", "place"),
    [
        ([ADDED, add("v1", "sell", "1", "1", commodity="TIN")], 1),
        ([ADJUSTED, OVERRIDDEN, adjust(SO1, "41")], 2),
        ([OVERRIDDEN, ADDED, override("2026-01-30", "2700")], 2),
        ([ADDED, ADDED], 1),
    ],
)
def test_two_deltas_on_one_target_are_refused_at_the_second(again: list[dict[str, object]], place: int) -> None:
    refused = _refused(example(), 422, "SAME_TARGET", *again)
    assert [fault["at"] for fault in refused["errors"]] == [f"body.deltas.{place}"]


def test_ids_of_different_kinds_are_different_targets() -> None:
    world = example()
    assert world.run(add(SO1, "buy", "1", "2500"), adjust(SO1, "100")).status_code == 200


@pytest.mark.parametrize("order_id", [*HOSTILE_IDS, HS, "SO1", ""])
def test_an_order_that_does_not_live_is_not_found(order_id: str) -> None:
    world = example()
    answer = world.run(ADDED, adjust(order_id, "1"))
    assert (answer.status_code, answer.json()["code"]) == (404, "NO_SUCH_ORDER")
    assert [fault["at"] for fault in answer.json()["errors"]] == ["body.deltas.1.order_id"]
    event = world.only_event
    assert (event.action, event.attempted_action, event.outcome) == (
        "UNAUTHORIZED_ACCESS_ATTEMPT",
        "RUN_WHAT_IF",
        "DENIED",
    )


def test_an_archived_order_is_not_found() -> None:
    world = example()
    world.hold(replace(world.desk.orders[PO1], archived_at=NOON))
    assert world.run(adjust(PO1, "1")).status_code == 404


@pytest.mark.parametrize("status", list(Status))
def test_an_id_that_exists_is_refused_whatever_became_of_it(status: Status) -> None:
    world = example()
    world.hold(replace(world.desk.contracts[HL], status=status))
    refused = _refused(world, 409, "CONTRACT_EXISTS", ADDED, add(HL, "buy", "1", "2500"))
    assert [fault["at"] for fault in refused["errors"]] == ["body.deltas.1.contract_id"]
    world.hold(replace(world.desk.contracts[HL], archived_at=NOON))
    _refused(world, 409, "CONTRACT_EXISTS", add(HL, "buy", "1", "2500"))


def test_a_variable_order_without_a_price_stops_the_scenario() -> None:
    world = example()
    world.hold(replace(world.desk.orders[PO1], avg_entry_price=None))
    _refused(world, 409, "NO_ENTRY_PRICE")
    assert world.last_event.entity_id == PO1


@pytest.mark.parametrize(
    ("deltas", "other", "code"),
    [
        ([], {"as_of_date": "2026-02-10"}, "PRICE_MISSING"),
        ([], {"period_end": "2026-02-10"}, "PRICE_MISSING"),
        ([add("v", "buy", "1", "1", commodity="TIN")], {}, "PRICE_MISSING"),
        ([], {"as_of_date": "2024-02-10"}, "CALENDAR_YEAR"),
    ],
)
def test_without_a_price_there_is_no_figure(deltas: list[Any], other: dict[str, str], code: str) -> None:
    _refused(example(), 424, code, *deltas, **other)


def test_only_what_is_open_needs_a_price() -> None:
    world = RiskWorld()
    assert world.figures(as_of_date="2040-01-01")["mtm_snapshot"] == []
    world.hold(replace(order_of(id_of(1), OrderType.SALE, "1", "1"), archived_at=NOON))
    assert world.run(as_of_date="2040-01-01").status_code == 200


def test_of_a_short_scenario_every_kind_of_delta_is_recorded() -> None:
    world = example()
    world.run(ADDED, ADJUSTED, OVERRIDDEN)
    request = world.body_of(world.only_event)["request"]
    assert request["body"]["deltas"] == [ADDED, ADJUSTED, OVERRIDDEN]


def test_no_answer_is_kept_for_an_idempotency_key() -> None:
    world = example()
    headers = {**by("AUDITOR"), "Idempotency-Key": "scenario-one"}
    body = {**AS_OF, **PERIOD, "deltas": [ADDED]}
    first, second = (world.client.post(WHAT_IF, json=body, headers=headers) for _ in range(2))
    assert first.content == second.content
    assert [one.action for one in world.events] == ["RUN_WHAT_IF"] * 2
    assert not world.trail.answers.rows


def test_a_member_that_is_sent_twice_counts_once_and_alike_for_all() -> None:
    world = example()
    text = json.dumps({**AS_OF, **PERIOD, "deltas": [adjust(SO1, "41")]})
    twice = text.replace('"new_quantity_mt"', '"new_quantity_mt": "77", "new_quantity_mt"')
    headers = {**by("AUDITOR"), "Content-Type": "application/json"}
    answer = world.client.post(WHAT_IF, content=twice, headers=headers)
    assert answer.content == world.run(adjust(SO1, "41")).content
    assert "77" not in json.dumps(world.body_of(world.events[0])["request"]["body"])


def _refused(world: RiskWorld, status: int, code: str, *deltas: object, **other: object) -> Any:
    before = len(world.events)
    answer = world.run(*deltas, **other)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    (event,) = world.events[before:]
    assert (event.action, event.outcome) == ("RUN_WHAT_IF", "FAILED")
    return answer.json()
