"""Alerts over HTTP: listed, acknowledged, closed and snoozed; each change is one event, and none is made twice."""

import pytest

from lacre.investigating.decided_case import MAXIMUM_NOTES
from lacre.ports.notes import Note
from tests.fakes.found import uuid
from tests.unit.investigating.worlds import World, code

CLOSING = {"disposition": "true", "note": "The PIN was guessed."}
SNOOZE = {"hours": 24, "reason": "The printer of this market jams."}
PATH = f"/v1/alerts/{uuid(1)}"


@pytest.fixture
def world() -> World:
    return World()


def test_who_acknowledges_owns(world: World) -> None:
    world.raised()
    answer = world.post(f"{PATH}/acknowledge")
    assert (answer.status_code, answer.headers["etag"]) == (200, '"2"')
    assert (answer.json()["status"], answer.json()["owner"]) == ("acknowledged", "u-auditor")
    assert world.alerts[uuid(1)].status == "acknowledged"
    assert code(world.post(f"{PATH}/acknowledge", version=2, who="admin")) == (409, "ALREADY_ACKNOWLEDGED")
    assert world.told == [("ALERT_UPDATED", uuid(1))] * 2


@pytest.mark.parametrize("acknowledged", [True, False])
def test_who_closes_says_what_it_was_and_owns_from_then_on(world: World, acknowledged: bool) -> None:
    world.raised()
    version = 2 if acknowledged else 1
    if acknowledged:
        world.post(f"{PATH}/acknowledge")
    answer = world.post(f"{PATH}/close", CLOSING, version, who="admin")
    found = answer.json()
    assert (found["status"], found["disposition"], found["owner"]) == ("closed", "true", "u-admin")
    (note,) = found["notes"]
    assert (note["by"], note["text"]) == ("u-admin", CLOSING["note"])
    body = world.body_of(world.events[-1])
    assert (body["before"]["status"], body["after"]["status"]) == ("acknowledged" if acknowledged else "open", "closed")
    assert body["after"]["note"] == CLOSING["note"]


def test_what_is_closed_stays_so_and_can_still_be_snoozed(world: World) -> None:
    world.raised()
    world.post(f"{PATH}/close", CLOSING)
    assert code(world.post(f"{PATH}/close", CLOSING, 2)) == (409, "ALERT_CLOSED")
    assert code(world.post(f"{PATH}/acknowledge", version=2)) == (409, "ALERT_CLOSED")
    assert world.post(f"{PATH}/snooze", SNOOZE, 2).status_code == 200
    assert world.alerts[uuid(1)].status == "closed"


@pytest.mark.parametrize("act", [("acknowledge", None), ("close", CLOSING), ("snooze", SNOOZE)])
def test_nobody_puts_away_what_was_found_about_themselves(world: World, act: tuple[str, object]) -> None:
    before = world.raised(group='{"actor_id":"u-auditor"}')
    assert code(world.post(f"{PATH}/{act[0]}", act[1])) == (403, "SAME_PERSON")
    assert world.alerts[uuid(1)] == before
    assert world.snoozes == {}
    assert world.post(f"{PATH}/{act[0]}", act[1], who="admin").status_code == 200


@pytest.mark.parametrize("disposition", ["maybe", "TRUE", True, None, ""])
def test_a_disposition_is_one_of_three(world: World, disposition: object) -> None:
    world.raised()
    assert code(world.post(f"{PATH}/close", {**CLOSING, "disposition": disposition})) == (422, "INVALID_INPUT")


def test_a_snooze_mutes_the_group_of_the_rule_until_then_and_the_alert_stays_as_it_is(world: World) -> None:
    kept = world.raised()
    answer = world.post(f"{PATH}/snooze", SNOOZE)
    snooze = world.snoozes[kept.group_key]
    assert (snooze.by, snooze.reason, snooze.alert_id) == ("u-auditor", SNOOZE["reason"], kept.alert_id)
    assert answer.json()["snooze"] == snooze.shown()
    assert answer.json()["status"] == "open"
    body = world.body_of(world.events[-1])
    assert (body["before"]["snooze"], body["after"]["snooze"]) == (None, snooze.shown())
    assert world.get(PATH).json()["snooze"] == snooze.shown()
    world.console.clock.advance(24 * 60 * 60 * 1000)
    assert world.get(PATH).json()["snooze"] is None


@pytest.mark.parametrize("hours", [0, -1, 169, 1.5, "24", True, None])
def test_a_snooze_lasts_an_hour_to_a_week(world: World, hours: object) -> None:
    world.raised()
    assert code(world.post(f"{PATH}/snooze", {**SNOOZE, "hours": hours})) == (422, "INVALID_INPUT")
    assert world.snoozes == {}
    for taken in (1, 168):
        world.raised()
        world.snoozes.clear()
        assert world.post(f"{PATH}/snooze", {**SNOOZE, "hours": taken}).status_code == 200


def test_notes_have_an_end(world: World) -> None:
    world.raised(notes=tuple(Note("2026-11-22T09:30:00.000Z", "u-1", str(n)) for n in range(MAXIMUM_NOTES)))
    assert code(world.post(f"{PATH}/snooze", SNOOZE)) == (409, "NOTES_FULL")
    assert world.post(f"{PATH}/acknowledge").status_code == 200
    assert world.post(f"{PATH}/close", CLOSING, 2).status_code == 200


@pytest.mark.parametrize("act", [("acknowledge", None), ("close", CLOSING), ("snooze", SNOOZE)])
def test_a_change_is_made_to_the_version_that_was_read(world: World, act: tuple[str, object]) -> None:
    world.raised(version=4)
    assert code(world.post(f"{PATH}/{act[0]}", act[1], 3)) == (409, "STALE_VERSION")
    assert world.alerts[uuid(1)].version == 4
    assert world.snoozes == {}
    assert world.post(f"{PATH}/{act[0]}", act[1], 4).status_code == 200


def test_the_list_has_one_status_and_is_recorded_once(world: World) -> None:
    for number in range(1, 4):
        world.raised(number)
    world.raised(4, status="closed", disposition="benign")
    world.raised(5, rule="silent_pos", severity="HIGH")
    assert [one["id"] for one in world.get("/v1/alerts").json()["alerts"]] == [uuid(n) for n in (5, 3, 2, 1)]
    assert [one["id"] for one in world.get("/v1/alerts", status="closed").json()["alerts"]] == [uuid(4)]
    assert [one["id"] for one in world.get("/v1/alerts", rule="silent_pos").json()["alerts"]] == [uuid(5)]
    assert [one["id"] for one in world.get("/v1/alerts", severity="HIGH").json()["alerts"]] == [uuid(5)]
    first = world.get("/v1/alerts", limit="3").json()
    rest = world.get("/v1/alerts", limit="3", cursor=first["cursor"]).json()
    assert [one["id"] for one in rest["alerts"]] == [uuid(1)]
    assert rest["cursor"] is None
    assert world.told == [("READ_ALERTS", "*")] * 6


@pytest.mark.parametrize("query", [{"status": "OPEN"}, {"severity": "high"}, {"rule": ""}, {"owner": "u-1"}])
def test_a_condition_that_is_none_is_refused(world: World, query: dict[str, str]) -> None:
    assert code(world.get("/v1/alerts", **query)) == (422, "INVALID_INPUT")


def test_a_cursor_of_another_list_is_refused(world: World) -> None:
    for number in range(1, 3):
        world.raised(number)
    cursor = world.get("/v1/alerts", limit="1").json()["cursor"]
    assert code(world.get("/v1/alerts", status="closed", cursor=cursor)) == (400, "BAD_CURSOR")


def test_a_clerk_reads_and_changes_nothing(world: World) -> None:
    world.raised()
    for answer in (
        world.get("/v1/alerts", "clerk"),
        world.get(PATH, "clerk"),
        world.post(f"{PATH}/acknowledge", who="clerk"),
    ):
        assert code(answer) == (403, "ROLE_MISSING")
    assert world.alerts[uuid(1)].status == "open"
