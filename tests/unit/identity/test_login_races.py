"""Whatever shuts somebody out wins over a login at the same moment."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from identity.model.credential import SecretKind
from identity.model.user import User, UserState
from tests.unit.identity.worlds import CHEAP_PINS, IdentityWorld, by

Shut = Callable[[IdentityWorld, User], None]


def force_logout(world: IdentityWorld, user: User) -> None:
    world.users.rows[user.id] = user.with_sessions_ended()


def suspension(world: IdentityWorld, user: User) -> None:
    world.users.rows[user.id] = replace(user.with_sessions_ended(), state=UserState.SUSPENDED)


def pin_reset(world: IdentityWorld, user: User) -> None:
    """Both rows in one transaction, as the reset writes them."""
    credential = world.users.credentials[user.id]
    world.users.rows[user.id] = replace(user.with_sessions_ended(), must_change=SecretKind.PIN)
    world.users.credentials[user.id] = credential.with_hash(SecretKind.PIN, CHEAP_PINS.hash("739164"))


CAUSES: list[Shut] = [force_logout, suspension, pin_reset]


@pytest.mark.parametrize("shut", CAUSES)
@pytest.mark.parametrize("moment", ["by_username", "credential"])
def test_a_login_that_was_under_way_opens_nothing(shut: Shut, moment: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Shut out right after one of the reads, so that everything before it is old and all after it new."""
    world = IdentityWorld()
    user = world.person()
    read = getattr(world.users, moment)

    def read_and_then(key: str) -> object:
        found = read(key)
        monkeypatch.setattr(world.users, moment, read)
        shut(world, user)
        return found

    monkeypatch.setattr(world.users, moment, read_and_then)
    answer = world.login()
    if answer.status_code == 200:
        assert not world.is_in(by(answer.json()["access_token"]))
        token = {"refresh_token": answer.json()["refresh_token"]}
        assert world.client.post("/v1/auth/refresh", json=token).status_code == 401
    else:
        assert (answer.status_code, answer.json()["code"]) == (401, "LOGIN_FAILED")


@pytest.mark.parametrize("shut", CAUSES)
def test_a_login_that_was_committed_before_is_ended(shut: Shut) -> None:
    world = IdentityWorld()
    user = world.person()
    bearer = by(world.login().json()["access_token"])
    assert world.is_in(bearer)
    shut(world, user)
    assert not world.is_in(bearer)


def test_after_a_reset_the_old_pin_opens_nothing_and_the_new_one_its_change_alone() -> None:
    world = IdentityWorld()
    pin_reset(world, world.person())
    assert world.login().status_code == 401
    answer = world.login(pin="739164")
    assert answer.json()["must_change"] == "PIN"
    bearer = by(answer.json()["access_token"])
    assert world.client.get("/v1/users", headers=bearer).json()["code"] == "SECRET_CHANGE_REQUIRED"
    assert world.change_pin(bearer, "264718", "739164").status_code == 204
    assert world.client.get("/v1/users", headers=bearer).status_code == 200


def test_two_logins_at_once_are_two_sessions() -> None:
    world = IdentityWorld()
    world.person()
    bearers = [by(world.login().json()["access_token"]) for _ in range(2)]
    assert len(world.sessions.rows) == 2
    assert all(world.is_in(bearer) for bearer in bearers)
