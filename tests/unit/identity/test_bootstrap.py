"""The first administrator: once, and by the secret alone."""

import json

import pytest

from tests.unit.identity.worlds import SECRET, IdentityWorld

FIRST = {"secret": SECRET, "username": "admin", "pin": "246801"}
PATH = "/v1/bootstrap"
IN_JSON = {"Content-Type": "application/json"}


def test_the_first_administrator_is_made_and_logs_in() -> None:
    world = IdentityWorld()
    answer = world.client.post(PATH, json=FIRST)
    assert answer.status_code == 201
    assert (answer.json()["username"], answer.json()["role"]) == ("admin", "ADMIN")
    event = world.only_event
    assert (event.action, event.entity_id, event.actor_id) == ("CREATE_USER", answer.json()["id"], "system:bootstrap")
    assert "246801" not in world.kept
    assert "secret" not in world.only_body["request"]["body"]
    assert world.client.post("/v1/auth/login", json={"username": "admin", "pin": "246801"}).status_code == 200


def test_a_second_time_is_a_conflict_and_recorded() -> None:
    world = IdentityWorld()
    world.client.post(PATH, json=FIRST)
    answer = world.client.post(PATH, json={**FIRST, "username": "other"})
    assert (answer.status_code, answer.json()["code"]) == (409, "ALREADY_BOOTSTRAPPED")
    assert [one.outcome.value for one in world.trail.events.headers_in_order] == ["SUCCEEDED", "FAILED"]
    assert list(world.users.names) == ["admin"]


def test_of_two_at_once_one_wins_and_both_are_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    world = IdentityWorld()
    monkeypatch.setattr(world.users, "has_first", lambda: False)
    answers = [world.client.post(PATH, json={**FIRST, "username": name}) for name in ("admin", "other")]
    assert [answer.status_code for answer in answers] == [201, 409]
    assert len(world.trail.events.rows) == 2
    assert list(world.users.names) == ["admin"]


@pytest.mark.parametrize(
    "secret", ["", "x", SECRET + "x", SECRET[:-1], "482913112233", "\u00e9", "\ud800", SECRET + "\udfff"]
)
@pytest.mark.parametrize("is_done", [False, True])
def test_a_wrong_secret_is_forbidden_before_and_after(secret: str, is_done: bool) -> None:
    world = IdentityWorld()
    if is_done:
        world.client.post(PATH, json=FIRST)
    answer = world.client.post(PATH, content=json.dumps({**FIRST, "secret": secret}), headers=IN_JSON)
    assert (answer.status_code, answer.json()["code"]) == (403, "BOOTSTRAP_SECRET_WRONG")
    event = world.trail.events.headers_in_order[-1]
    assert (event.action, event.outcome, event.actor_type) == ("UNAUTHORIZED_ACCESS_ATTEMPT", "DENIED", "UNKNOWN")
    assert "482913112233" not in world.kept + answer.text


def test_a_trivial_pin_is_refused() -> None:
    world = IdentityWorld()
    answer = world.client.post(PATH, json={**FIRST, "pin": "123456"})
    assert (answer.status_code, answer.json()["code"]) == (422, "PIN_TRIVIAL")
    assert not world.users.rows


@pytest.mark.parametrize("other", [{"pin": "1"}, {"username": "A"}, {"name": "x"}, {"secret": 5}, {"pin": "\ud800"}])
def test_a_body_that_does_not_fit_is_refused_and_recorded_once(other: dict[str, object]) -> None:
    world = IdentityWorld()
    answer = world.client.post(PATH, content=json.dumps({**FIRST, **other}), headers=IN_JSON)
    assert answer.status_code == 422
    assert (world.only_event.action, world.only_event.outcome) == ("CREATE_USER", "FAILED")
