"""Changing an agent: the version that was read, or not at all."""

import pytest

from network.model.place import Place
from tests.unit.network.worlds import FAR, HOME, NEXT, NetworkWorld, by

PATH = "/v1/agents"


def test_a_change_has_before_and_after_and_the_next_version() -> None:
    world = NetworkWorld()
    agent = world.agent()
    answer = world.client.patch(
        f"{PATH}/{agent.id}", json={"phone": "+258840000002"}, headers={**by("clerk"), "If-Match": '"1"'}
    )
    assert (answer.status_code, answer.headers["ETag"], answer.json()["version"]) == (200, '"2"', 2)
    assert (answer.json()["phone"], answer.json()["name"]) == ("+258840000002", "Eva")
    event = world.only_event
    assert (event.action, event.severity, event.entity_id) == ("UPDATE_AGENT", "MEDIUM", agent.id)
    body = world.body_of(event)
    assert (body["before"]["phone"], body["after"]["phone"]) == (agent.phone, "+258840000002")
    assert world.agents.rows[agent.id].version == 2


@pytest.mark.parametrize(
    ("if_match", "status", "code"),
    [
        (None, 428, "IF_MATCH_MISSING"),
        ("", 422, "IF_MATCH_INVALID"),
        ("1", 422, "IF_MATCH_INVALID"),
        ("*", 422, "IF_MATCH_INVALID"),
        ('W/"1"', 422, "IF_MATCH_INVALID"),
        ('"1", "2"', 422, "IF_MATCH_INVALID"),
        ('"482913112233"', 422, "IF_MATCH_INVALID"),
        ('"2"', 409, "STALE_VERSION"),
    ],
)
def test_without_the_version_that_is_nothing_changes(if_match: str | None, status: int, code: str) -> None:
    world = NetworkWorld()
    agent = world.agent()
    headers = {**by("clerk"), **({"If-Match": if_match} if if_match is not None else {})}
    answer = world.client.patch(f"{PATH}/{agent.id}", json={"name": "Lia"}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert (world.only_event.action, world.only_event.outcome) == ("UPDATE_AGENT", "FAILED")
    assert world.agents.rows[agent.id] == agent
    assert "482913112233" not in world.kept + answer.text


def test_of_two_changes_at_once_one_wins_and_both_are_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    world = NetworkWorld()
    agent = world.agent()
    # Both read the same version: the condition of the write decides.
    monkeypatch.setattr(world.agents, "find", lambda _: agent)
    headers = {**by("clerk"), "If-Match": '"1"'}
    answers = [
        world.client.patch(f"{PATH}/{agent.id}", json={"name": name}, headers=headers) for name in ("Lia", "Rui")
    ]
    assert [answer.status_code for answer in answers] == [200, 409]
    assert [one.outcome.value for one in world.events] == ["SUCCEEDED", "FAILED"]
    assert world.agents.rows[agent.id].name == "Lia"


@pytest.mark.parametrize(
    ("name", "place", "status"),
    [("clerk", NEXT, 403), ("supervisor", NEXT, 200), ("supervisor", FAR, 403), ("admin", FAR, 200)],
)
def test_jurisdiction_holds(name: str, place: Place, status: int) -> None:
    world = NetworkWorld()
    agent = world.agent(place)
    answer = world.client.patch(f"{PATH}/{agent.id}", json={"name": "Lia"}, headers={**by(name), "If-Match": '"1"'})
    assert answer.status_code == status
    assert world.only_event.action == ("UPDATE_AGENT" if status == 200 else "ACCESS_OUTSIDE_JURISDICTION")


@pytest.mark.parametrize("name", ["auditor", "agent", "merchant", None])
def test_others_are_refused_and_recorded_once(name: str | None) -> None:
    world = NetworkWorld()
    agent = world.agent(account_id="u-agent")
    answer = world.client.patch(f"{PATH}/{agent.id}", json={"name": "Lia"}, headers={**by(name), "If-Match": '"1"'})
    assert answer.status_code == (403 if name else 401)
    assert world.only_event.attempted_action == "UPDATE_AGENT"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"name": None},
        {"name": 5},
        {"name": ""},
        {"phone": ""},
        {"phone": "482913112233"},
        {"name": "482913112233"},
        {"province": HOME.province},
        {"district": "Norte", "name": "Lia"},
        {"version": 2, "name": "Lia"},
        {"482913112233": 1, "name": "Lia"},
        [],
        "482913112233",
    ],
)
def test_a_body_that_does_not_fit_is_refused_and_recorded_once(body: object) -> None:
    world = NetworkWorld()
    agent = world.agent()
    answer = world.client.patch(f"{PATH}/{agent.id}", json=body, headers={**by("clerk"), "If-Match": '"1"'})
    assert answer.status_code == 422
    assert (world.only_event.action, world.only_event.outcome) == ("UPDATE_AGENT", "FAILED")
    assert "482913112233" not in world.kept + answer.text
    assert world.agents.rows[agent.id] == agent
