"""Changing the own password, and choosing the first one."""

import json

import pytest
from httpx2 import Response

from identity.model.attempts import LOCKING
from identity.model.credential import SecretKind
from identity.model.role import PERSONS, Role
from tests.unit.identity.worlds import PASSWORD, PIN, Bearer, IdentityWorld

NEW = "tres barcos no lago 4"
PATH = "/v1/auth/password"


def change(world: IdentityWorld, bearer: Bearer, current: str = PASSWORD, new: str = NEW) -> Response:
    """Lone surrogates go out as JSON escapes."""
    content = json.dumps({"current_secret": current, "new_password": new})
    return world.client.post(PATH, content=content, headers={**bearer, "Content-Type": "application/json"})


@pytest.mark.parametrize("role", PERSONS)
def test_every_person_chooses_a_first_password_by_the_pin(role: Role) -> None:
    world = IdentityWorld()
    user = world.person(role)
    bearer = world.bearer_of(user)
    answer = change(world, bearer, PIN)
    assert (answer.status_code, answer.text) == (204, "")
    event = world.only_event
    assert (event.action, event.outcome, event.entity_id) == ("PASSWORD_RESET", "SUCCEEDED", user.id)
    assert world.login(password=NEW).status_code == 200
    assert world.login(pin=PIN).status_code == 200, "the PIN stays"
    assert not any(secret in world.kept for secret in (PIN, NEW, "argon2"))


def test_a_password_is_changed_by_the_password_and_by_nothing_else() -> None:
    world = IdentityWorld()
    user = world.person(password=PASSWORD)
    bearer, other = world.bearer_of(user), world.bearer_of(user)
    refused = change(world, bearer, PIN)
    assert (refused.status_code, refused.json()["code"]) == (403, "SECRET_WRONG")
    assert change(world, bearer).status_code == 204
    assert world.is_in(bearer)
    assert not world.is_in(other)
    assert world.login(password=PASSWORD).status_code == 401
    assert world.login(password=NEW).status_code == 200
    assert PASSWORD not in world.kept


def test_a_one_time_password_is_done_with_once_it_is_changed() -> None:
    world = IdentityWorld()
    user = world.person(pin=None, password=PASSWORD, must_change=SecretKind.PASSWORD)
    bearer = world.bearer_of(user)
    assert world.client.get("/v1/users", headers=bearer).json()["code"] == "SECRET_CHANGE_REQUIRED"
    assert change(world, bearer).status_code == 204
    assert world.client.get("/v1/users", headers=bearer).status_code == 200


def test_whoever_saw_a_one_time_pin_chooses_no_password_with_it() -> None:
    world = IdentityWorld()
    user = world.person(must_change=SecretKind.PIN)
    bearer = world.bearer_of(user)
    for new in (NEW, "curta 1"):
        answer = change(world, bearer, PIN, new)
        assert (answer.status_code, answer.json()["code"]) == (403, "SECRET_CHANGE_REQUIRED")
        assert (world.events[-1].action, world.events[-1].attempted_action) == (
            "UNAUTHORIZED_ACCESS_ATTEMPT",
            "PASSWORD_RESET",
        )
    assert world.login(password=NEW).status_code == 401
    assert world.users.rows[user.id] == user
    assert world.change_pin(bearer).status_code == 204
    assert change(world, bearer, "739164").status_code == 204, "once the PIN is known to nobody else"


@pytest.mark.parametrize(
    ("new", "code"),
    [
        ("curta 1", "PASSWORD_WEAK"),
        ("a" * 128 + "1", "PASSWORD_WEAK"),
        ("sem nenhum algarismo", "PASSWORD_WEAK"),
        ("748291305618", "PASSWORD_WEAK"),
        ("o barco da ANA 7", "PASSWORD_WEAK"),
        ("tres barcos no lago 4\ud800", "PASSWORD_WEAK"),
        (PASSWORD, "SECRET_UNCHANGED"),
        ("a" * 201, "INVALID_INPUT"),
    ],
)
def test_a_new_password_that_does_not_fit_is_refused(new: str, code: str) -> None:
    world = IdentityWorld()
    answer = change(world, world.bearer_of(world.person(password=PASSWORD)), new=new)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert (world.only_event.action, world.only_event.outcome) == ("PASSWORD_RESET", "FAILED")
    assert new not in world.kept + answer.text
    assert world.login(password=PASSWORD).status_code == 200


def test_wrong_ones_are_counted_apart_from_those_of_the_login() -> None:
    world = IdentityWorld()
    bearer = world.bearer_of(world.person(password=PASSWORD))
    assert [change(world, bearer, "x").status_code for _ in range(7)] == [403] * 6 + [429]
    assert world.login().status_code == 200
    assert change(world, bearer).status_code == 429
    for name in world.users.names:
        assert world.attempts.find(name, world.clock.now()).failures == 0


def test_the_present_password_once_more_is_refused_before_it_is_counted() -> None:
    world = IdentityWorld()
    bearer = world.bearer_of(world.person(password=PASSWORD))
    assert {change(world, bearer, new=PASSWORD).status_code for _ in range(LOCKING)} == {422}
    assert not world.attempts.rows
