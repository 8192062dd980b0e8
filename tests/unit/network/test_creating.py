"""Creating an agent: agent, account and both events, or nothing."""

from typing import Any

import pytest

from lacre.http.audited_route import RECEIPT_HEADER
from tests.unit.network.worlds import FAR, HOME, NEW_AGENT, NEXT, NetworkWorld, by

PATH = "/v1/agents"


def changed(**other: object) -> dict[str, Any]:
    merged: dict[str, object] = {**NEW_AGENT, **other}
    return {name: value for name, value in merged.items() if value is not ...}


def test_an_agent_is_created_with_its_account_in_one_transaction() -> None:
    world = NetworkWorld()
    answer = world.client.post(PATH, json=NEW_AGENT, headers=by("clerk"))
    assert answer.status_code == 201
    assert (answer.headers["ETag"], answer.headers["Cache-Control"]) == ('"1"', "no-store")
    assert RECEIPT_HEADER in answer.headers
    made, account = answer.json(), answer.json()["account"]
    (agent,) = world.agents.rows.values()
    (user,) = world.users.rows.values()
    assert (made["id"], made["version"], made["account_id"]) == (agent.id, 1, user.id)
    assert (user.role, user.entity_type, user.entity_id) == ("AGENT", "AGENT", agent.id)
    assert (user.province, user.district, user.username) == (HOME.province, HOME.district, account["username"])
    assert len(account["pin"]) == 6


def test_both_are_recorded_and_belong_together() -> None:
    world = NetworkWorld()
    answer = world.client.post(PATH, json=NEW_AGENT, headers=by("clerk"))
    created, account = sorted(world.events, key=lambda one: one.action)
    assert (created.action, created.entity_type, created.entity_id) == ("CREATE_AGENT", "AGENT", answer.json()["id"])
    assert (account.action, account.entity_type) == ("CREATE_USER", "USER")
    assert account.entity_id == answer.json()["account_id"]
    assert account.correlation_id == created.correlation_id == created.id
    assert {created.actor_id, account.actor_id} == {"u-funcionario"}
    assert {created.ip_address, account.ip_address} == {"testclient"}
    assert world.body_of(created)["after"]["name"] == "Lia Agente"
    assert world.body_of(account)["after"]["entity_id"] == created.entity_id
    assert answer.json()["account"]["pin"] not in world.kept


@pytest.mark.parametrize(
    ("name", "place", "status"),
    [
        ("clerk", HOME, 201),
        ("clerk", NEXT, 403),
        ("clerk", FAR, 403),
        ("homeless clerk", HOME, 403),
        ("supervisor", HOME, 201),
        ("supervisor", NEXT, 201),
        ("supervisor", FAR, 403),
        ("admin", FAR, 201),
    ],
)
def test_jurisdiction_holds(name: str, place: Any, status: int) -> None:
    world = NetworkWorld()
    answer = world.client.post(PATH, json={**NEW_AGENT, **place.shown()}, headers=by(name))
    assert answer.status_code == status
    if status == 403:
        event = world.only_event
        assert (event.action, event.outcome, event.attempted_action) == (
            "ACCESS_OUTSIDE_JURISDICTION",
            "DENIED",
            "CREATE_AGENT",
        )
        told = world.body_of(event)["after"]
        assert told["jurisdiction_of_entity"] == place.shown()
        assert told["jurisdiction_of_actor"] == {"province": event.province, "district": event.district}
        assert "jurisdiction_of" not in answer.text
        assert not world.agents.rows
        assert not world.users.rows


@pytest.mark.parametrize("name", ["auditor", "trader", "merchant", "agent"])
def test_other_roles_are_refused_and_recorded_once(name: str) -> None:
    world = NetworkWorld()
    assert world.client.post(PATH, json=NEW_AGENT, headers=by(name)).status_code == 403
    assert (world.only_event.action, world.only_event.attempted_action) == (
        "UNAUTHORIZED_ACCESS_ATTEMPT",
        "CREATE_AGENT",
    )


def test_without_a_token_it_is_refused_and_recorded_once() -> None:
    world = NetworkWorld()
    assert world.client.post(PATH, json=NEW_AGENT).status_code == 401
    assert (world.only_event.action, world.only_event.attempted_action) == ("TOKEN_INVALID", "CREATE_AGENT")


@pytest.mark.parametrize(
    "body",
    [
        *[changed(**{name: ...}) for name in NEW_AGENT],
        *[changed(**{name: 482913112233}) for name in NEW_AGENT],
        *[changed(**{name: "482913112233"}) for name in NEW_AGENT],
        *[changed(**{name: None}) for name in NEW_AGENT],
        changed(extra="482913112233"),
        changed(phone="258840000001"),
        changed(phone="+0258840000001"),
        changed(phone="+25884\n"),
        changed(phone="+2588400000012345"),
        changed(username="Lia"),
        changed(name="a\u202eb"),
        [],
        None,
    ],
)
def test_a_body_that_does_not_fit_is_refused_and_recorded_once(body: object) -> None:
    world = NetworkWorld()
    answer = world.client.post(PATH, json=body, headers=by("admin"))
    assert answer.status_code == 422
    assert (world.only_event.action, world.only_event.outcome) == ("CREATE_AGENT", "FAILED")
    assert "482913112233" not in world.kept + answer.text
    assert not world.agents.rows


def test_a_taken_user_name_is_a_conflict_and_nothing_is_made() -> None:
    world = NetworkWorld()
    world.client.post(PATH, json=NEW_AGENT, headers=by("clerk"))
    answer = world.client.post(PATH, json=changed(name="Another"), headers=by("clerk"))
    assert (answer.status_code, answer.json()["code"]) == (409, "USERNAME_TAKEN")
    assert [(one.action, one.outcome.value) for one in world.events][-1] == ("CREATE_AGENT", "FAILED")
    assert len(world.agents.rows) == 1


def test_of_two_creations_of_one_name_at_once_one_wins_and_both_are_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    world = NetworkWorld()
    monkeypatch.setattr(world.users, "by_username", lambda _: None)
    answers = [world.client.post(PATH, json=NEW_AGENT, headers=by("clerk")) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 409]
    assert [one.outcome.value for one in world.events] == ["SUCCEEDED", "SUCCEEDED", "FAILED"]
    assert (len(world.agents.rows), len(world.users.rows)) == (1, 1)


def test_without_the_table_nothing_is_made_and_the_event_waits() -> None:
    world = NetworkWorld()
    world.trail.events.is_away = True
    assert world.client.post(PATH, json=NEW_AGENT, headers=by("clerk")).status_code == 503
    assert (world.agents.rows, world.users.rows) == ({}, {})
    assert [draft.action for draft in world.trail.outage.drafts] == ["DATABASE_ERROR"]
