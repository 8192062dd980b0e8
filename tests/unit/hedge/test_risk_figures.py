"""Figures over HTTP: every one is recorded before its answer leaves, and so is each refusal."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from hedge.model.contract import Status
from tests.unit.hedge.desk import NOON
from tests.unit.hedge.risk_worlds import AS_OF, HL, HS, PERIOD, PO1, SO1, SO2, RiskWorld, example, member_of
from tests.unit.hedge.trading_world import ABSENT_ID, HOSTILE_IDS, ROLES

READS: list[tuple[str, dict[str, str], tuple[str, str]]] = [
    ("/exposures/commercial", {}, ("AUDIT", "*")),
    ("/exposures/global", {}, ("AUDIT", "*")),
    (f"/mtm/hedge-contracts/{HL}", AS_OF, ("CONTRACT", HL)),
    (f"/mtm/orders/{SO1}", AS_OF, ("ORDER", SO1)),
    (f"/pl/hedge_contract/{HS}", PERIOD, ("CONTRACT", HS)),
    ("/cashflow/analytic", AS_OF, ("AUDIT", "*")),
    ("/cashflow/projection", AS_OF, ("AUDIT", "*")),
]


@pytest.mark.parametrize(("path", "asked", "about"), READS)
def test_a_read_is_recorded_and_its_answer_carries_the_receipt(
    path: str, asked: dict[str, str], about: tuple[str, str]
) -> None:
    world = example()
    answer = world.get(f"/v1{path}", "RISK_MANAGER", **asked)
    event = world.only_event
    assert answer.status_code == 200
    assert (event.action, event.outcome, event.actor_id) == ("READ_RISK", "SUCCEEDED", "u-risk_manager")
    assert (event.entity_type, event.entity_id) == about
    assert world.body_of(event)["request"]["query"] == asked
    assert answer.headers["X-Audit-Receipt"] == world.trail.events.rows[event.id].receipt


@pytest.mark.parametrize(("path", "asked", "about"), READS)
def test_no_figure_leaves_without_its_event(path: str, asked: dict[str, str], about: tuple[str, str]) -> None:
    world = example()
    world.trail.events.is_away = True
    answer = world.get(f"/v1{path}", "AUDITOR", **asked)
    assert (answer.status_code, answer.json()["code"]) == (503, "STORE_UNAVAILABLE")
    assert world.trail.outage.drafts


@pytest.mark.parametrize(("path", "asked", "about"), READS)
@pytest.mark.parametrize("role", ROLES)
def test_only_risk_and_audit_read(path: str, asked: dict[str, str], about: tuple[str, str], role: str) -> None:
    world = example()
    may = role in ("RISK_MANAGER", "AUDITOR")
    assert world.get(f"/v1{path}", role, **asked).status_code == (200 if may else 403)
    assert world.only_event.action == ("READ_RISK" if may else "UNAUTHORIZED_ACCESS_ATTEMPT")


@pytest.mark.parametrize("asked", [{}, {"as_of_date": ""}, {"as_of_date": "20260201"}, {"as_of_date": "2026-02-30"}])
@pytest.mark.parametrize("path", [f"/mtm/hedge-contracts/{HL}", "/cashflow/analytic", "/cashflow/projection"])
def test_a_figure_is_of_a_day(path: str, asked: dict[str, str]) -> None:
    _refused(example(), path, asked, 422, "INVALID_INPUT")


@pytest.mark.parametrize(
    "change",
    [{"period_end": "2025-12-31"}, {"period_end": "1"}, {"period_start": "2026-W01-1"}, {"until": "2026-01-31"}],
)
def test_a_period_has_two_days_in_order_and_nothing_else(change: dict[str, str]) -> None:
    refused = _refused(example(), f"/pl/hedge_contract/{HS}", {**PERIOD, **change}, 422, "INVALID_INPUT")
    places = [fault["at"] for fault in refused["errors"]]
    assert places == [f"query.{name}" if name != "until" else "query" for name in change]


@pytest.mark.parametrize("entity_id", HOSTILE_IDS)
@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("/mtm/hedge-contracts/", AS_OF),
        ("/mtm/orders/", AS_OF),
        ("/pl/hedge_contract/", PERIOD),
        ("/pl/order/", PERIOD),
    ],
)
def test_what_does_not_exist_has_no_figures(path: str, asked: dict[str, str], entity_id: str) -> None:
    world = example()
    kind = "ORDER" if "order" in path else "CONTRACT"
    answer = world.get(f"/v1{path}{entity_id}", "AUDITOR", **asked)
    assert (answer.status_code, answer.json()["code"]) == (404, f"NO_SUCH_{kind}")
    event = world.only_event
    assert (event.action, event.attempted_action) == ("UNAUTHORIZED_ACCESS_ATTEMPT", "READ_RISK")
    assert event.entity_type == kind


def test_the_kinds_do_not_share_their_ids() -> None:
    world = example()
    for path in (f"/v1/mtm/orders/{HS}", f"/v1/mtm/hedge-contracts/{SO1}"):
        assert world.get(path, "AUDITOR", **AS_OF).status_code == 404
    assert world.get(f"/v1/pl/contract/{HS}", "AUDITOR", **PERIOD).status_code == 422


def test_refusals_of_marks_and_of_profit() -> None:
    world = example()
    contracts, orders = world.desk.contracts, world.desk.orders
    contracts[HL] = replace(contracts[HL], status=Status.CANCELLED)
    contracts[HS] = replace(contracts[HS], archived_at=NOON)
    orders[PO1] = replace(orders[PO1], avg_entry_price=None)
    refused: list[tuple[str, dict[str, str], int, str]] = [
        (f"/mtm/orders/{SO2}", AS_OF, 409, "FIXED_ORDER"),
        (f"/mtm/orders/{PO1}", AS_OF, 409, "NO_ENTRY_PRICE"),
        (f"/mtm/hedge-contracts/{HL}", AS_OF, 409, "NOT_ACTIVE"),
        (f"/mtm/hedge-contracts/{HS}", AS_OF, 409, "NOT_LIVE"),
        (f"/pl/hedge_contract/{HL}", PERIOD, 409, "NOT_ACTIVE"),
        (f"/pl/order/{SO1}", PERIOD, 424, "NO_LEDGER"),
        (f"/mtm/orders/{SO1}", {"as_of_date": "2026-02-10"}, 424, "PRICE_MISSING"),
        (f"/mtm/orders/{SO1}", {"as_of_date": "2031-02-10"}, 424, "CALENDAR_YEAR"),
        ("/cashflow/analytic", AS_OF, 409, "NO_ENTRY_PRICE"),
    ]
    for path, asked, status, code in refused:
        _refused(world, path, asked, status, code)
    world.hold(replace(orders[SO1], quantity=orders[SO1].quantity - 61, archived_at=None))
    contracts[HS] = replace(contracts[HS], archived_at=None)
    for path in ("/exposures/commercial", "/exposures/global"):
        _refused(world, path, {}, 409, "NEGATIVE_RESIDUAL")


@pytest.mark.parametrize("path", ["/cashflow/analytic", "/cashflow/projection", f"/mtm/orders/{SO1}"])
def test_a_missing_price_is_never_an_older_one(path: str) -> None:
    _refused(example(), path, {"as_of_date": "2026-02-10"}, 424, "PRICE_MISSING")


def test_an_empty_desk_has_empty_figures() -> None:
    world = RiskWorld()
    assert world.figure("/exposures/commercial") == world.figure("/exposures/global") == {"exposures": []}
    empty = {**AS_OF, "items": [], "total_net_cashflow": "0.000000"}
    assert world.figure("/cashflow/analytic", AS_OF) == world.figure("/cashflow/projection", AS_OF) == empty


def test_profit_after_settlement_is_what_the_ledger_says() -> None:
    world = example()
    path = f"/pl/hedge_contract/{HS}"
    assert world.figure(path, PERIOD)["unrealized_mtm"] == "-4000.000000"
    world.settle(HS, "126000", "127512.5", "2026-01-30")
    pl = world.figure(path, PERIOD)
    assert (pl["realized_pl"], pl["unrealized_mtm"]) == ("-1512.500000", "0.000000")
    # Days on either side of it, also in years that no calendar covers: what is settled is valued at no price.
    for start, end, realised in (
        ("2026-01-30", "2026-01-30", "-1512.500000"),
        ("2026-01-31", "2040-01-01", "0.000000"),
        ("1999-01-01", "2026-01-29", "0.000000"),
    ):
        assert world.figure(path, {"period_start": start, "period_end": end})["realized_pl"] == realised
    analytic = world.figure("/cashflow/analytic", AS_OF)
    assert HS not in member_of(analytic["items"], "amount_usd")


def test_huge_amounts_are_exact() -> None:
    world = example()
    world.hold(replace(world.desk.contracts[HL], quantity=_most(3), fixed_price=_most(6)))
    world.publish("2026-01-30", "0.000001")
    mtm = world.figure(f"/mtm/hedge-contracts/{HL}", AS_OF)
    # 999999999999.999 x (0.000001 - 999999999999.999999), in thousandths times millionths: it ends in 002, no tie.
    millionths = (10**15 - 1) * (10**18 - 2) // 1000
    assert mtm["mtm_value"] == f"-{millionths // 10**6}.{millionths % 10**6:06d}"
    assert (mtm["quantity_mt"], mtm["entry_price"]) == ("999999999999.999", "999999999999.999999")


def test_no_refusal_echoes_what_was_sent() -> None:
    world = example()
    secret = "482913112233"
    for path, asked in (
        (f"/mtm/orders/{secret}", AS_OF),
        (f"/pl/{secret}/{HS}", PERIOD),
        (f"/mtm/hedge-contracts/{ABSENT_ID}", {**AS_OF, secret: "1"}),
        (f"/mtm/hedge-contracts/{HS}", {"as_of_date": secret}),
    ):
        answer = world.get(f"/v1{path}", "AUDITOR", **asked)
        assert answer.status_code in (404, 422)
        assert secret not in answer.text + world.kept


def _most(decimals: int) -> Decimal:
    return Decimal("9" * 12 + "." + "9" * decimals)


def _refused(world: RiskWorld, path: str, asked: dict[str, str], status: int, code: str) -> Any:
    before = len(world.events)
    answer = world.get(f"/v1{path}", "AUDITOR", **asked)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    (event,) = world.events[before:]
    assert (event.action, event.outcome) == ("READ_RISK", "FAILED")
    return answer.json()
