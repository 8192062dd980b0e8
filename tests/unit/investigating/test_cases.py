"""Cases over HTTP: alerts under one investigation, each in one case, each change an event."""

import pytest

from lacre.investigating.add_alerts import MAXIMUM_ALERTS
from lacre.investigating.gathered_alerts import GATHERED_AT_ONCE
from tests.fakes.found import uuid
from tests.unit.investigating.worlds import World, code

NOTE = {"note": "Called the agent."}


@pytest.fixture
def world() -> World:
    return World()


def test_a_case_gathers_alerts_and_each_of_them_tells_so(world: World) -> None:
    first, second = world.raised(1), world.raised(2)
    case_id = world.case_of(first, second, first)
    found = world.get(f"/v1/cases/{case_id}").json()
    assert found["alert_ids"] == [uuid(1), uuid(2)]
    assert (found["owner"], found["opened_by"], found["state"]) == ("u-auditor", "u-auditor", "open")
    assert [world.alerts[uuid(number)].case_id for number in (1, 2)] == [case_id] * 2
    assert world.told[:3] == [("ALERT_UPDATED", one) for one in (case_id, uuid(1), uuid(2))]
    assert len({one.correlation_id for one in world.events[:3]}) == 1
    assert world.body_of(world.events[1])["after"]["case_id"] == case_id


def test_an_alert_belongs_to_one_case(world: World) -> None:
    first, second = world.raised(1), world.raised(2)
    case_id = world.case_of(first)
    both = {"title": "Another", "alert_ids": [second.alert_id, first.alert_id]}
    assert code(world.post("/v1/cases", both)) == (409, "ALERT_IN_A_CASE")
    assert (world.events[-1].entity_type, world.events[-1].entity_id) == ("ALERT", first.alert_id)
    assert world.alerts[second.alert_id].case_id is None, "nothing of it is done"
    assert code(world.post(f"/v1/cases/{case_id}/alerts", {"alert_ids": [first.alert_id]})) == (409, "ALERT_IN_A_CASE")
    assert len(world.cases) == 1


@pytest.mark.parametrize("alert_id", [uuid(9), "no-id", "x" * 200])
def test_an_alert_of_nothing_opens_no_case(world: World, alert_id: str) -> None:
    kept = world.raised(1)
    answer = world.post("/v1/cases", {"title": "Logins", "alert_ids": [kept.alert_id, alert_id]})
    assert code(answer) == (404, "NO_SUCH_ALERT")
    assert world.events[-1].action == "UNAUTHORIZED_ACCESS_ATTEMPT"
    assert world.cases == {}
    recorded = alert_id if alert_id == uuid(9) else f"[withheld: text of {len(alert_id)}]"
    assert (world.events[-1].entity_type, world.events[-1].entity_id) == ("ALERT", recorded)


@pytest.mark.parametrize("alert_ids", [[], [uuid(1)] * (GATHERED_AT_ONCE + 1), ["x" * 201], uuid(1), None])
def test_what_is_gathered_at_once_has_bounds(world: World, alert_ids: object) -> None:
    world.raised(1)
    answer = world.post("/v1/cases", {"title": "Logins", "alert_ids": alert_ids})
    assert code(answer) == (422, "INVALID_INPUT")


def test_as_many_as_one_transaction_takes_are_gathered(world: World) -> None:
    made = [world.raised(number) for number in range(1, GATHERED_AT_ONCE + 1)]
    case_id = world.case_of(*made)
    assert len(world.cases[case_id].alert_ids) == GATHERED_AT_ONCE


def test_a_case_has_an_end_too(world: World) -> None:
    case_id = world.case_of(world.raised(1))
    turns = (MAXIMUM_ALERTS - 1) // GATHERED_AT_ONCE
    for turn in range(1, turns + 1):
        made = [world.raised(number).alert_id for number in range(turn * 100, turn * 100 + GATHERED_AT_ONCE)]
        assert world.post(f"/v1/cases/{case_id}/alerts", {"alert_ids": made}, turn).status_code == 200
    full = [world.raised(number).alert_id for number in range(900, 900 + GATHERED_AT_ONCE)]
    assert code(world.post(f"/v1/cases/{case_id}/alerts", {"alert_ids": full}, turns + 1)) == (409, "CASE_FULL")
    assert world.alerts[full[0]].case_id is None


def test_notes_come_in_order_and_the_last_closes(world: World) -> None:
    path = f"/v1/cases/{world.case_of(world.raised(1))}"
    assert world.post(f"{path}/notes", NOTE, who="admin").json()["note_count"] == 1
    answer = world.post(f"{path}/close", {"note": "It was a test."}, 2)
    found = answer.json()
    assert [(note["by"], note["text"]) for note in found["notes"]] == [
        ("u-admin", NOTE["note"]),
        ("u-auditor", "It was a test."),
    ]
    assert (found["state"], found["closed_at"], found["version"]) == ("closed", found["notes"][1]["at"], 3)
    assert world.body_of(world.events[-1])["after"]["note"] == "It was a test."
    assert world.alerts[uuid(1)].status == "open", "an alert is closed by itself"


def test_a_closed_case_takes_nothing_more(world: World) -> None:
    path = f"/v1/cases/{world.case_of(world.raised(1))}"
    world.post(f"{path}/close", NOTE)
    other = world.raised(2)
    for rest, body in (("close", NOTE), ("notes", NOTE), ("alerts", {"alert_ids": [other.alert_id]})):
        assert code(world.post(f"{path}/{rest}", body, 2)) == (409, "CASE_CLOSED")
    assert world.alerts[other.alert_id].case_id is None


def test_the_list_has_one_state(world: World) -> None:
    ids = []
    for number in range(1, 4):
        world.console.clock.advance(1)
        ids.append(world.case_of(world.raised(number)))
    world.post(f"/v1/cases/{ids[1]}/close", NOTE)
    assert [one["id"] for one in world.get("/v1/cases").json()["cases"]] == [ids[2], ids[0]]
    assert [one["id"] for one in world.get("/v1/cases", state="closed").json()["cases"]] == [ids[1]]
    assert code(world.get("/v1/cases", cursor="x")) == (400, "BAD_CURSOR")


def test_while_an_alert_is_changed_the_case_is_not_opened_over_what_it_was(world: World) -> None:
    kept = world.raised(1)
    gathering = world.console.investigation.alerts
    reading = gathering.find

    def overtaken(alert_id: str) -> object:
        found = reading(alert_id)
        world.raised(1, version=2, status="closed", disposition="false")
        return found

    gathering.find = overtaken  # type: ignore[method-assign, assignment]  # somebody else is quicker
    answer = world.post("/v1/cases", {"title": "Logins", "alert_ids": [kept.alert_id]})
    assert code(answer) == (409, "CONFLICT")
    assert world.cases == {}
    assert world.alerts[kept.alert_id].case_id is None
