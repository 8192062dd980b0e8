"""Reaching for what is not one's own, the log itself, and the hedge desk's prices."""

import pytest
from fastapi.testclient import TestClient

from lacre.recording.tampering import Alarms, Finding
from tests.fakes.drafts import agent_created
from tests.fakes.trail import MemoryTrail
from tests.unit.detection.rules.firing import found_among, groups_of
from tests.unit.detection.worlds import named
from tests.unit.hedge.ledger_world import LedgerWorld
from tests.unit.network.worlds import FAR, NetworkWorld, by, id_of
from tests.unit.query.console import Console

CLERK = named("actor_id", "u-funcionario", "USER").text


def test_three_agents_of_another_province() -> None:
    world = NetworkWorld()
    for turn in range(3):
        assert groups_of("repeated_access_outside_jurisdiction", world) == []
        agent = world.agent(FAR)
        assert world.client.get(f"/v1/agents/{agent.id}", headers=by("clerk")).status_code == 403, turn
    assert groups_of("repeated_access_outside_jurisdiction", world) == [CLERK]


@pytest.mark.parametrize(
    ("ids", "fires"),
    [
        ([str(100 + number) for number in range(10)], True),
        ([str(100 + 3 * number) for number in range(10)], True),
        ([str(100 + number) for number in range(9)], False),
        ([str(100 + 40 * number) for number in range(10)], False),
        ([id_of(0xF00 + number) for number in range(10)], True),
        (["7"] * 30, False),
    ],
)
def test_ids_that_are_tried_one_after_another(ids: list[str], fires: bool) -> None:
    world = NetworkWorld()
    for tried in ids:
        assert world.client.get(f"/v1/agents/{tried}", headers=by("clerk")).status_code == 404
    assert groups_of("id_enumeration", world) == ([CLERK] if fires else [])


def test_what_is_forbidden_counts_with_what_is_not_there() -> None:
    world = NetworkWorld()
    for number in range(5):
        agent = world.agent(FAR)
        assert world.client.get(f"/v1/agents/{agent.id}", headers=by("clerk")).status_code == 403
        assert world.client.get(f"/v1/agents/{id_of(0xF00 + number)}", headers=by("clerk")).status_code == 404
    assert groups_of("id_enumeration", world) == [CLERK]


def test_lists_unknown_paths_and_nobody_enumerate_nothing() -> None:
    world = NetworkWorld()
    for number in range(20):
        world.client.get("/v1/agents", params={"limit": 1 + number}, headers=by("clerk"))
        world.client.get(f"/v1/nothing/{number}", headers=by("clerk"))
        world.client.get(f"/v1/agents/{number}")
    assert groups_of("id_enumeration", world) == []


def test_a_reader_who_asks_for_tiles_that_are_not_there_yet_enumerates_nothing() -> None:
    console = Console()
    with TestClient(console.app) as client:
        for number in range(20):
            asked = client.get(f"/v1/audit/log/tile/0/000.p/{number + 1}", headers=by("auditor"))
            assert asked.status_code == 404, asked.text
    assert not found_among("id_enumeration", console.trail.events.rows.values())


def test_twenty_nine_events_read_in_a_row() -> None:
    console = Console()
    made = console.record(*(agent_created(number) for number in range(29)))
    console.seal(made)
    with TestClient(console.app) as client:
        for stored in made:
            assert not found_among("excessive_audit_reading", console.trail.events.rows.values())
            path = f"/v1/audit/events/{stored.event.header.id}"
            assert client.get(path, headers=by("auditor")).status_code == 200
    (group,) = found_among("excessive_audit_reading", console.trail.events.rows.values())
    assert group == named("actor_id", "u-auditor", "USER").text


def test_a_changed_event_is_told_of_at_once() -> None:
    trail = MemoryTrail()
    Alarms(trail.recorder(), trail.events).record(Finding(id_of(1), "ROW_CHANGED", "4200"))
    (group,) = found_among("log_tampered", trail.events.rows.values())
    assert group == named("entity_id", id_of(1), "AUDIT").text


def test_a_price_published_and_settled_on_by_the_same_trader() -> None:
    world = LedgerWorld()
    contract = world.short()
    world.published()
    assert groups_of("price_published_and_traded", world) == []
    world.settled(contract)
    assert groups_of("price_published_and_traded", world) == [named("actor_id", "u-trader", "USER").text]


def test_a_price_that_stands_already_is_not_published_again() -> None:
    world = LedgerWorld()
    world.published()
    world.trail.events.rows.clear()
    world.published()
    world.short()
    assert [one.action for one in world.events] == ["PUBLISH_PRICE", "CREATE_CONTRACT"]
    assert groups_of("price_published_and_traded", world) == []
