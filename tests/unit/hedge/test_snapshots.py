"""Snapshots over HTTP: taken once, never changed, and found by what they were asked for."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from httpx2 import Response

from hedge.model.order import OrderType
from hedge.model.snapshot import Snapshot, SnapshotKind
from hedge.valuing.derive_baseline import MOST_ITEMS
from tests.fakes.hedge_snapshots import MemorySnapshots
from tests.unit.hedge.desk import order_of
from tests.unit.hedge.risk_worlds import AS_OF, HS, PERIOD, SO1, SO2, RiskWorld, example, id_of
from tests.unit.hedge.trading_world import ABSENT_ID, HOSTILE_IDS, ROLES, by

MTM, PL, BASELINE = "/v1/mtm/snapshots", "/v1/pl/snapshots", "/v1/cashflow/baseline/snapshots"
MARK = {**AS_OF, "object_type": "hedge_contract", "object_id": HS}
PROFIT = {**PERIOD, "entity_type": "hedge_contract", "entity_id": HS}
KINDS: list[tuple[str, dict[str, str]]] = [(MTM, MARK), (PL, PROFIT), (BASELINE, AS_OF)]


def take(world: RiskWorld, path: str, asked: Mapping[str, str], role: str = "RISK_MANAGER") -> Response:
    return world.post(path, asked, role)


def taken(world: RiskWorld, path: str, asked: Mapping[str, str]) -> Any:
    answer = take(world, path, asked)
    assert answer.status_code == 201, answer.text
    return answer.json()


@pytest.mark.parametrize(("path", "asked"), KINDS)
def test_one_is_taken_once_and_read_again(path: str, asked: dict[str, str]) -> None:
    world = example()
    first, second = taken(world, path, asked), taken(world, path, asked)
    assert first == second == world.get(path, "AUDITOR", **asked).json()
    assert len(world.snapshots.rows) == 1
    assert [(one.action, one.entity_type, one.entity_id) for one in world.events] == [
        ("TAKE_SNAPSHOT", "SNAPSHOT", first["id"]),
        ("TAKE_SNAPSHOT", "SNAPSHOT", first["id"]),
        ("READ_RISK", "SNAPSHOT", first["id"]),
    ]
    told_first, told_again = (world.body_of(one) for one in world.events[:2])
    assert (told_first["before"], told_again["before"]) == (None, told_again["after"])
    assert told_first["after"]["inputs_hash"] == first["inputs_hash"]


@pytest.mark.parametrize(("path", "asked"), KINDS)
def test_a_trader_takes_one_and_is_shown_no_figure_of_it(path: str, asked: dict[str, str]) -> None:
    world = example()
    own, again = (take(world, path, asked, "TRADER").json() for _ in range(2))
    whole = taken(world, path, asked)
    assert own == again == {name: of for name, of in whole.items() if name != "values"}
    assert own.keys() == {"id", "kind", "key", "inputs_hash", "created_at"}
    assert whole == world.get(path, "AUDITOR", **asked).json()
    assert [world.body_of(one)["after"] for one in world.events[:3]] == [world.body_of(world.events[0])["after"]] * 3


@pytest.mark.parametrize(("path", "asked"), KINDS)
def test_nor_by_the_key_of_the_request_sent_again(path: str, asked: dict[str, str]) -> None:
    world = example()
    key = {**by("TRADER"), "Idempotency-Key": "taken-once"}
    answers = [world.client.post(path, json=asked, headers=key) for _ in range(2)]
    assert [one.headers.get("Idempotent-Replayed") for one in answers] == [None, "true"]
    assert answers[0].json() == answers[1].json()
    assert "values" not in answers[1].json()


@pytest.mark.parametrize(("path", "asked"), KINDS)
def test_the_event_tells_the_values_by_their_hash(path: str, asked: dict[str, str]) -> None:
    world = example()
    values = taken(world, path, asked)["values"]
    canonical = json.dumps(values, sort_keys=True, separators=(",", ":")).encode()
    told = world.body_of(world.only_event)["after"]
    assert told["values_hash"] == hashlib.sha256(canonical).hexdigest()
    assert "items" not in told["values"]


def test_the_values_are_the_figures() -> None:
    world = example()
    assert taken(world, MTM, MARK)["values"] == world.figure(f"/mtm/hedge-contracts/{HS}", AS_OF)
    order = {**MARK, "object_type": "order", "object_id": SO1}
    assert taken(world, MTM, order)["values"] == world.figure(f"/mtm/orders/{SO1}", AS_OF)
    assert taken(world, PL, PROFIT)["values"] == world.figure(f"/pl/hedge_contract/{HS}", PERIOD)
    analytic = world.figure("/cashflow/analytic", AS_OF)
    totals = {"analytic_total": "630.000000", "ledger_total": "0.000000"}
    assert taken(world, BASELINE, AS_OF)["values"] == {**analytic, **totals}


def test_a_baseline_adds_the_ledger_up_to_its_day() -> None:
    world = example()
    world.settle(HS, "126000", "127512.5", "2026-01-30")
    world.publish("2026-01-28", "2500")
    for day, ledger, whole in (("2026-01-29", "0.000000", None), ("2026-02-01", "-1512.500000", "3117.500000")):
        values = taken(world, BASELINE, {"as_of_date": day})["values"]
        assert values["ledger_total"] == ledger
        assert whole in (None, values["total_net_cashflow"])
    # 3600 + 10000 - 8970 of what is open, and the ledger.
    assert values["analytic_total"] == "4630.000000"


@pytest.mark.parametrize(("path", "asked"), KINDS)
def test_other_values_are_refused_and_the_first_ones_stay(path: str, asked: dict[str, str]) -> None:
    world = example()
    first = taken(world, path, asked)
    world.publish("2026-01-30", "2600.000001")
    refused = take(world, path, asked)
    assert (refused.status_code, refused.json()["code"]) == (409, "SNAPSHOT_DIFFERS")
    event = world.last_event
    assert (event.action, event.outcome, event.entity_id) == ("TAKE_SNAPSHOT", "FAILED", first["id"])
    told = world.body_of(event)["after"]
    assert told["inputs_hash"] == first["inputs_hash"] != told["inputs_hash_now"]
    assert world.get(path, "AUDITOR", **asked).json() == first
    world.publish("2026-01-30", "2600")
    assert taken(world, path, asked) == first


def test_equal_inputs_have_equal_hashes_and_others_have_others() -> None:
    hashes = [[taken(world, path, asked)["inputs_hash"] for path, asked in KINDS] for world in (example(), example())]
    assert hashes[0] == hashes[1]
    assert len(set(hashes[0])) == len(KINDS)
    # The same value by another way: what it was made of shows.
    world = example()
    world.publish("2026-01-30", "2610")
    held = world.desk.contracts[HS]
    world.hold(replace(held, fixed_price=held.fixed_price + 10))
    mark = taken(world, MTM, MARK)
    assert (mark["values"]["mtm_value"], mark["inputs_hash"] == hashes[0][0]) == ("-4000.000000", False)


def test_links_and_names_are_no_inputs_of_a_mark() -> None:
    world = example()
    first = taken(world, MTM, MARK)["inputs_hash"]
    other = example()
    other.hold(replace(other.desk.contracts[HS], links={}, version=9, created_at=1))
    assert taken(other, MTM, MARK)["inputs_hash"] == first


@pytest.mark.parametrize(
    ("path", "asked", "status", "code"),
    [
        (MTM, {**MARK, "object_type": "order", "object_id": SO2}, 409, "FIXED_ORDER"),
        (MTM, {**MARK, "as_of_date": "2026-02-10"}, 424, "PRICE_MISSING"),
        (MTM, {**MARK, "object_id": ABSENT_ID}, 404, "NO_SUCH_CONTRACT"),
        (MTM, {**MARK, "object_type": "order"}, 404, "NO_SUCH_ORDER"),
        (MTM, {**MARK, "object_type": "linkage"}, 422, "INVALID_INPUT"),
        (MTM, {**MARK, "extra": "1"}, 422, "INVALID_INPUT"),
        (PL, {**PROFIT, "entity_type": "order", "entity_id": SO1}, 424, "NO_LEDGER"),
        (PL, {**PROFIT, "period_end": "2025-12-31"}, 422, "INVALID_INPUT"),
        (BASELINE, {"as_of_date": "2028-02-10"}, 424, "CALENDAR_YEAR"),
        (BASELINE, {}, 422, "INVALID_INPUT"),
    ],
)
def test_what_has_no_figures_has_no_snapshot(path: str, asked: dict[str, str], status: int, code: str) -> None:
    world = example()
    answer = take(world, path, asked)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not world.snapshots.rows
    event = world.only_event
    assert event.attempted_action == "TAKE_SNAPSHOT"
    assert world.get(path, "AUDITOR", **asked).status_code == (422 if status == 422 else 404)


@pytest.mark.parametrize("object_id", [*HOSTILE_IDS, "", "a/b", f"{HS}/2026-02-01"])
def test_nothing_is_found_under_a_foreign_id(object_id: str) -> None:
    world = example()
    taken(world, MTM, MARK)
    answer = world.get(MTM, "AUDITOR", **{**MARK, "object_id": object_id})
    assert (answer.status_code, answer.json()["code"]) == (404, "NO_SUCH_SNAPSHOT")
    assert world.last_event.outcome == "DENIED"


@pytest.mark.parametrize("role", ROLES)
def test_who_takes_and_who_reads(role: str) -> None:
    world = example()
    statuses = [
        (take(world, *kind, role).status_code, world.get(kind[0], role, **kind[1]).status_code) for kind in KINDS
    ]
    expected = {"RISK_MANAGER": (201, 200), "TRADER": (201, 403), "AUDITOR": (403, 404)}
    assert statuses == [expected.get(role, (403, 403))] * len(KINDS)


def test_a_repeated_request_is_answered_alike_whatever_changed() -> None:
    world = example()
    headers = {"Idempotency-Key": "snapshot-one"}
    first = world.post(MTM, MARK, "TRADER", **headers)
    world.publish("2026-01-30", "2700")
    again = world.post(MTM, MARK, "TRADER", **headers)
    assert (again.status_code, again.json(), len(world.events)) == (201, first.json(), 1)


@dataclass
class LateSnapshots(MemorySnapshots):
    """Whose first look is just before somebody else's snapshot."""

    other: Snapshot | None = None
    looks: int = 0

    def find(self, kind: SnapshotKind, key: str) -> Snapshot | None:
        self.looks += 1
        if self.looks == 1 and self.other is not None:
            self.rows[kind, key] = self.other
            return None
        return super().find(kind, key)


@pytest.mark.parametrize(("change", "status"), [({}, 201), ({"mtm_value": "1.000000"}, 409)])
def test_of_two_at_once_the_first_is_kept(change: dict[str, str], status: int) -> None:
    before = example()
    taken(before, MTM, MARK)
    (kept,) = before.snapshots.rows.values()
    world = example(snapshots=LateSnapshots(other=replace(kept, values={**kept.values, **change})))
    answer = take(world, MTM, MARK)
    assert (answer.status_code, answer.json().get("id") == kept.id) == (status, status == 201)
    assert world.only_event.outcome == ("SUCCEEDED" if status == 201 else "FAILED")
    assert len(world.snapshots.rows) == 1


def test_a_portfolio_too_large_for_a_snapshot_is_refused_and_the_largest_fits_an_item() -> None:
    world = RiskWorld()
    world.publish("2026-01-30", "0.000001")
    most = "9" * 12
    largest = {"delivery_end": date(2026, 3, 15)}
    for number in range(MOST_ITEMS):
        world.hold(order_of(id_of(number), OrderType.SALE, f"{most}.999", f"{most}.999999", **largest))
    answer = take(world, BASELINE, AS_OF)
    assert answer.status_code == 201
    assert len(answer.content) < 400_000
    world.hold(order_of(id_of(MOST_ITEMS), OrderType.SALE, "1", "2500"))
    refused = take(world, BASELINE, {"as_of_date": "2026-01-31"})
    assert (refused.status_code, refused.json()["code"]) == (409, "PORTFOLIO_TOO_LARGE")
