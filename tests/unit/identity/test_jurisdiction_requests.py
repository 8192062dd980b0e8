"""Asking for a change of jurisdiction, and reading what was asked."""

from dataclasses import replace
from typing import Any

import pytest

from lacre.model.place import Place
from tests.unit.identity.jurisdiction_worlds import (
    AGENT_ID,
    FAR,
    HOME,
    MARKET_ID,
    MERCHANT_ID,
    NEXT,
    NOBODYS,
    PATH,
    POS_ID,
    JurisdictionWorld,
    by,
)


@pytest.mark.parametrize(("kind", "entity_id"), [("AGENT", AGENT_ID), ("MERCHANT", MERCHANT_ID), ("POS", POS_ID)])
def test_a_request_holds_the_entity_until_it_is_decided(kind: str, entity_id: str) -> None:
    world = JurisdictionWorld()
    answer = world.request("carla", entity_type=kind, entity_id=entity_id)
    assert (answer.status_code, answer.headers["ETag"]) == (201, '"1"')
    asked = answer.json()
    assert (asked["from"], asked["to"], asked["state"]) == (HOME.shown(), NEXT.shown(), "PENDING")
    assert (asked["requested_by"], asked["decided_by"], asked["reason"]) == ("u-carla", None, "nearer to its market")
    event = world.only_event
    assert (event.action, event.severity, event.event_type) == ("REQUEST_JURISDICTION_CHANGE", "MEDIUM", "NORMAL")
    assert (event.entity_type, event.entity_id, event.district) == ("JURISDICTION_CHANGE", asked["id"], "Centro")
    body = world.body_of(event)
    assert (body["before"]["entity"]["pending_change"], body["before"]["entity"]["version"]) == (None, 1)
    assert (body["after"]["entity"]["pending_change"], body["after"]["entity"]["version"]) == (asked["id"], 2)
    assert (body["after"]["to"], body["after"]["entity_id"]) == (NEXT.shown(), entity_id)


def test_nothing_has_moved_yet() -> None:
    world = JurisdictionWorld()
    change = world.asked()
    agent = world.agents.rows[AGENT_ID]
    assert (agent.place, agent.pending_change, agent.version) == (HOME, change.id, 2)
    assert (world.users.rows["u-agent"].district, world.users.rows["u-agent"].version) == ("Centro", 1)


@pytest.mark.parametrize(
    ("name", "place", "status"),
    [
        ("carla", HOME, 201),
        ("nuno", HOME, 403),
        ("sara", NEXT, 201),
        ("zita", HOME, 403),
        ("ada", FAR, 201),
        ("homeless", HOME, 403),
    ],
)
def test_who_holds_office_where_the_entity_is_may_ask(name: str, place: Place, status: int) -> None:
    world = JurisdictionWorld()
    agent = replace(world.agents.rows[AGENT_ID], place=place)
    world.agents.rows[AGENT_ID] = agent
    answer = world.request(name, Place("Nampula", "Sul"))
    assert answer.status_code == status
    event = world.only_event
    if status == 403:
        assert (event.action, event.entity_type, event.entity_id) == ("ACCESS_OUTSIDE_JURISDICTION", "AGENT", AGENT_ID)
        assert (event.severity, event.attempted_action) == ("HIGH", "REQUEST_JURISDICTION_CHANGE")
        assert world.body_of(event)["after"]["jurisdiction_of_entity"] == place.shown()
        assert world.agents.rows[AGENT_ID] == agent


@pytest.mark.parametrize("name", ["agent", "merchant", "auditor", "trader", None])
@pytest.mark.parametrize("path", ["", "/x/approve", "/x/reject"])
def test_others_are_refused_and_recorded_once(name: str | None, path: str) -> None:
    world = JurisdictionWorld()
    answer = world.client.post(PATH + path, json={}, headers=by(name))
    assert answer.status_code == (403 if name else 401)
    assert world.only_event.outcome == "DENIED"


@pytest.mark.parametrize("entity_id", [NOBODYS, MARKET_ID, "17", "482913112233", "x", ""])
@pytest.mark.parametrize("kind", ["AGENT", "POS", "MERCHANT"])
def test_an_entity_that_does_not_exist_is_not_found_and_counted(kind: str, entity_id: str) -> None:
    world = JurisdictionWorld()
    answer = world.request("ada", entity_type=kind, entity_id=entity_id)
    assert (answer.status_code, answer.json()["code"]) == (404, "NO_SUCH_ENTITY")
    event = world.only_event
    assert (event.action, event.outcome, event.entity_type) == ("UNAUTHORIZED_ACCESS_ATTEMPT", "DENIED", kind)
    assert "482913112233" not in world.kept + answer.text


def test_a_second_request_waits_for_the_first() -> None:
    world = JurisdictionWorld()
    change = world.asked()
    answer = world.request("sara", FAR)
    assert (answer.status_code, answer.json()["code"]) == (409, "ALREADY_PENDING")
    event = world.only_event
    assert (event.action, event.outcome) == ("REQUEST_JURISDICTION_CHANGE", "FAILED")
    assert (event.entity_type, event.entity_id) == ("AGENT", AGENT_ID)
    assert list(world.changes.rows) == [change.id]


def test_a_move_to_where_it_is_is_none() -> None:
    world = JurisdictionWorld()
    answer = world.request("carla", HOME)
    assert (answer.status_code, answer.json()["code"]) == (422, "SAME_PLACE")
    assert world.only_event.outcome == "FAILED"


@pytest.mark.parametrize(
    "other",
    [
        {"entity_type": "MARKET"},
        {"entity_type": "USER"},
        {"entity_type": None},
        {"entity_id": 17},
        {"entity_id": "a" * 201},
        {"province": ""},
        {"province": None},
        {"district": "482913112233"},
        {"district": "Nor\u001fte"},
        {"reason": ""},
        {"reason": "my PIN is 482913112233"},
        {"reason": "a" * 201},
        {"482913112233": 1},
        {"state": "APPROVED"},
        {"requested_by": "u-sara"},
    ],
)
def test_a_body_that_does_not_fit_is_refused_and_recorded_once(other: dict[str, Any]) -> None:
    world = JurisdictionWorld()
    answer = world.request("ada", **other)
    assert answer.status_code == 422
    assert (world.only_event.action, world.only_event.outcome) == ("REQUEST_JURISDICTION_CHANGE", "FAILED")
    assert "482913112233" not in world.kept + answer.text
    assert not world.changes.rows


@pytest.mark.parametrize(
    ("name", "status"), [("carla", 200), ("nuno", 403), ("sara", 200), ("zita", 403), ("ada", 200), ("auditor", 403)]
)
def test_a_change_is_read_where_the_entity_was(name: str, status: int) -> None:
    world = JurisdictionWorld()
    change = world.asked()
    answer = world.client.get(f"{PATH}/{change.id}", headers=by(name))
    assert answer.status_code == status
    event = world.only_event
    if status == 200:
        assert (answer.headers["ETag"], answer.json()["id"]) == ('"1"', change.id)
        assert answer.json()["from"] == HOME.shown()
        assert (event.action, event.entity_type) == ("READ_ENTITY", "JURISDICTION_CHANGE")
    else:
        assert event.outcome == "DENIED"
    assert event.entity_id == change.id


@pytest.mark.parametrize("change_id", [NOBODYS, "17", "482913112233", "x", "%00", "..%2F"])
def test_an_unknown_change_is_not_found_and_recorded(change_id: str) -> None:
    world = JurisdictionWorld()
    answers = [
        world.client.get(f"{PATH}/{change_id}", headers=by("ada")),
        world.client.post(f"{PATH}/{change_id}/approve", headers=by("ada", '"1"')),
        world.client.post(f"{PATH}/{change_id}/reject", json={"reason": "no"}, headers=by("ada", '"1"')),
    ]
    assert [answer.status_code for answer in answers] == [404] * 3
    assert world.outcomes == [("UNAUTHORIZED_ACCESS_ATTEMPT", "DENIED")] * 3
    assert "482913112233" not in world.kept


@pytest.mark.parametrize(("name", "found"), [("carla", 2), ("nuno", 0), ("sara", 2), ("zita", 0), ("ada", 2)])
def test_a_list_holds_what_waits_where_one_holds_office(name: str, found: int) -> None:
    world = JurisdictionWorld()
    world.asked()
    second = world.asked(entity_type="POS", entity_id=POS_ID)
    decided = world.asked(entity_type="MERCHANT", entity_id=MERCHANT_ID)
    world.reject("sara", decided)
    world.trail.events.rows.clear()
    answer = world.client.get(PATH, headers=by(name))
    assert (answer.status_code, len(answer.json()["changes"]), answer.json()["cursor"]) == (200, found, None)
    event = world.only_event
    assert (event.action, event.entity_type, event.entity_id) == ("LIST_ENTITIES", "JURISDICTION_CHANGE", "*")
    if found:
        first = world.client.get(PATH, params={"limit": 1}, headers=by(name)).json()
        rest = world.client.get(PATH, params={"cursor": first["cursor"]}, headers=by(name)).json()
        assert [one["id"] for one in rest["changes"]] == [second.id]
        rejected = world.client.get(PATH, params={"state": "REJECTED"}, headers=by(name)).json()
        assert [one["id"] for one in rejected["changes"]] == [decided.id]


@pytest.mark.parametrize(
    ("query", "status"), [({"state": "ALL"}, 422), ({"limit": 0}, 422), ({"limit": 101}, 422), ({"cursor": "x"}, 400)]
)
def test_a_list_that_cannot_be_is_refused_and_recorded_once(query: dict[str, Any], status: int) -> None:
    world = JurisdictionWorld()
    assert world.client.get(PATH, params=query, headers=by("ada")).status_code == status
    assert (world.only_event.action, world.only_event.outcome) == ("LIST_ENTITIES", "FAILED")


def test_who_is_held_to_no_place_lists_nothing() -> None:
    world = JurisdictionWorld()
    assert world.client.get(PATH, headers=by("homeless")).status_code == 403
    assert world.only_event.action == "ACCESS_OUTSIDE_JURISDICTION"
