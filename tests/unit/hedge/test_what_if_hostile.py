"""Scenarios that somebody sends to break something: refused with their place and never echoed, or exact."""

import json
from typing import Any

import pytest

from tests.unit.hedge.risk_worlds import (
    AS_OF,
    HL,
    PERIOD,
    SO1,
    WHAT_IF,
    RiskWorld,
    add,
    adjust,
    example,
    id_of,
    member_of,
    override,
)
from tests.unit.hedge.trading_world import by, faults

ADD = "body.deltas.0.add_unlinked_hedge_contract"
ADJUST = "body.deltas.0.adjust_order_quantity_mt"
OVERRIDE = "body.deltas.0.add_cash_settlement_price_override"
SECRET = "482913112233"
NO_DECIMALS: list[object] = [
    *(
        1,
        1.5,
        None,
        True,
        [],
        {},
        "",
        " 1",
        "1 ",
        "0",
        "0.000",
        "-1",
        "+1",
        "1e3",
        "1E3",
        "NaN",
        "Infinity",
        ".5",
        "1.",
    ),
    *("1_000", "1,5", "0x10", "١٢", "１", "1.0001", "1" * 13, "9" * 4_000, "1\n", "\u0000", SECRET + SECRET),
]


@pytest.fixture(scope="module")
def world() -> RiskWorld:
    return example()


@pytest.mark.parametrize("quantity", NO_DECIMALS)
def test_a_quantity_is_decimal_text(world: RiskWorld, quantity: object) -> None:
    assert faults(world.run(adjust(SO1, quantity))) == {f"{ADJUST}.new_quantity_mt"}
    assert faults(world.run(add("v", "buy", "1", "1", quantity_mt=quantity))) == {f"{ADD}.quantity_mt"}


@pytest.mark.parametrize(
    ("change", "at"),
    [
        *[({"contract_id": value}, "contract_id") for value in ("", "x" * 65, 5, None, "\ud800")],
        *[({"commodity": value}, "commodity") for value in ("GOLD", "", 5, "lme_alu", "TİN")],
        *[({"fixed_price_value": value}, "fixed_price_value") for value in ("0", "1.0000001", 5, "-1")],
        *[({"fixed_price_unit": value}, "fixed_price_unit") for value in ("usd/mt", "EUR/MT", None)],
        *[({"float_pricing_convention": value}, "float_pricing_convention") for value in ("AVG", "", None)],
        ({"fixed_leg_side": "long"}, "fixed_leg_side"),
        ({"variable_leg_side": "buy"}, "variable_leg_side"),
        ({"variable_leg_side": None}, "variable_leg_side"),
    ],
)
def test_a_contract_has_what_it_needs(world: RiskWorld, change: dict[str, object], at: str) -> None:
    assert faults(_sent(world, {"deltas": [{**add("v", "buy", "1", "1"), **change}]})) == {f"{ADD}.{at}"}


@pytest.mark.parametrize(
    ("delta", "at"),
    [
        ({"delta_type": SECRET}, "body.deltas.0"),
        ({}, "body.deltas.0"),
        (5, "body.deltas.0"),
        ([], "body.deltas.0"),
        ({**adjust(SO1, "50"), SECRET: 1}, ADJUST),
        ({**adjust(SO1, "50"), "delta_type": "add_unlinked_hedge_contract"}, None),
        (adjust("x" * 201, "50"), f"{ADJUST}.order_id"),
        (override("2026-1-30", "1"), f"{OVERRIDE}.settlement_date"),
        (override("2026-02-30", "1"), f"{OVERRIDE}.settlement_date"),
        (override("2026-01-30", "0"), f"{OVERRIDE}.price_usd"),
        (override("2026-01-30", "1", "lme_cu_cash_settlement_daily"), f"{OVERRIDE}.symbol"),
        (override("2026-01-30", "1", SECRET), f"{OVERRIDE}.symbol"),
    ],
)
def test_a_delta_is_of_a_known_kind_and_whole(world: RiskWorld, delta: Any, at: str | None) -> None:
    answer = world.run(delta)
    found = faults(answer)
    assert at is None or found == {at}
    assert SECRET not in answer.text + world.kept
    event = world.last_event
    assert (event.action, event.outcome) == ("RUN_WHAT_IF", "FAILED")


@pytest.mark.parametrize(
    ("change", "at"),
    [
        ({"period_end": "2025-12-31"}, "body.period_end"),
        ({"as_of_date": "2026-02-01T00:00:00Z"}, "body.as_of_date"),
        ({"as_of_date": 20260201}, "body.as_of_date"),
        ({"deltas": None}, "body.deltas"),
        ({"deltas": {}}, "body.deltas"),
        ({"deltas": [{}] * 2_001}, "body.deltas"),
        ({"deltas": [None] * 200_000}, "body.deltas"),
        ({SECRET: 1}, "body"),
    ],
)
def test_a_scenario_is_whole(world: RiskWorld, change: dict[str, object], at: str) -> None:
    assert at in faults(_sent(world, change))


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        '{"deltas":' + "[" * 100_000 + "]" * 100_000 + "}",
        '{"as_of_date":' + "9" * 100_000 + "}",
        '{"as_of_date": NaN}',
        "",
        "null",
        "\ufeff{}",
    ],
)
def test_what_is_no_scenario_at_all_is_refused(world: RiskWorld, text: str) -> None:
    before = len(world.events)
    headers = {**by("AUDITOR"), "Content-Type": "application/json"}
    answer = world.client.post(WHAT_IF, content=text.encode(), headers=headers)
    assert answer.status_code == 422
    (event,) = world.events[before:]
    assert (event.action, event.outcome) == ("RUN_WHAT_IF", "FAILED")


def test_a_body_beyond_the_bound_is_refused(world: RiskWorld) -> None:
    answer = _sent(world, {"deltas": [adjust("x" * 200, "1")] * 30_000})
    assert answer.status_code == 413


@pytest.mark.parametrize(
    "contract_id", ["x" * 64, "🜁" * 64, "v\u0000", '"\\\n', "</script>", "\u202e", "%2e", "../..", " ", HL.upper()]
)
def test_any_text_of_64_signs_names_a_contract(world: RiskWorld, contract_id: str) -> None:
    figures = world.figures(add(contract_id, "buy", "1", "2500"))
    assert member_of(figures["mtm_snapshot"], "mtm_value")[contract_id] == "100.000000"


def test_most_deltas_of_most_tons_at_the_highest_price_are_exact() -> None:
    world = RiskWorld()
    world.publish("2026-01-30", "0.000001")
    most, highest = "9" * 12 + ".999", "9" * 12 + ".999999"
    figures = world.figures(*(add(f"v{number}", "sell", most, highest) for number in range(2_000)))
    each = (10**15 - 1) * (10**18 - 2) // 1000
    assert {one["mtm_value"] for one in figures["mtm_snapshot"]} == {_usd(each)}
    assert figures["cashflow_snapshot"]["analytic"]["total_net_cashflow"] == _usd(2_000 * each)
    (row,) = figures["global_exposure_snapshot"]
    assert row["active"] == row["net"] == "1999999999999998.000"
    assert "E" not in json.dumps(figures)


def test_many_faults_are_told_by_the_first_of_them(world: RiskWorld) -> None:
    answer = world.run(*(adjust(id_of(number), "1") for number in range(2_000)))
    assert (answer.status_code, len(answer.json()["errors"])) == (404, 20)
    assert len(faults(_sent(world, {"deltas": [{}] * 2_000}))) == 20


def _usd(millionths: int) -> str:
    return f"{millionths // 10**6}.{millionths % 10**6:06d}"


def _sent(world: RiskWorld, change: dict[str, object]) -> Any:
    """As JSON that may hold what no text can."""
    body = json.dumps({**AS_OF, **PERIOD, "deltas": [], **change}).encode()
    headers = {**by("AUDITOR"), "Content-Type": "application/json"}
    return world.client.post(WHAT_IF, content=body, headers=headers)
