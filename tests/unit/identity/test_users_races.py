"""Two administrators at the same moment, and a user who logs in meanwhile: one wins, both are recorded."""

import pytest

from identity.model.role import Role
from identity.model.user import UserState
from tests.unit.identity.administration import Administration, meanwhile
from tests.unit.identity.worlds import PIN, by

UPDATE = ("PATCH", "", {"name": "Rui Novo"})
SUSPEND = ("POST", "/suspend", {"reason": "gone"})
ROLE = ("PUT", "/role", {"role": "ADMIN"})
LOGOUT = ("POST", "/force-logout", None)
PIN_RESET = ("POST", "/pin", None)
PASSWORD_RESET = ("POST", "/password", None)
Asked = tuple[str, str, object]


@pytest.mark.parametrize(
    ("slower", "quicker"),
    [
        (UPDATE, UPDATE),
        (ROLE, SUSPEND),
        (SUSPEND, ROLE),
        (SUSPEND, UPDATE),
        (UPDATE, SUSPEND),
        (LOGOUT, SUSPEND),
        (ROLE, LOGOUT),
        (LOGOUT, LOGOUT),
        (PIN_RESET, PIN_RESET),
        (PIN_RESET, PASSWORD_RESET),
        (PIN_RESET, ROLE),
    ],
)
def test_of_two_changes_at_once_one_wins(slower: Asked, quicker: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Administration()
    by_eva = desk.signed_in(desk.world.person(Role.ADMIN, "eva"))
    answers = meanwhile(desk, monkeypatch, lambda: desk.ask(*quicker, headers=by_eva))
    answers.append(desk.ask(*slower))
    assert [one.status_code for one in answers] == [200, 409]
    assert answers[1].json()["code"] == "CONFLICT"
    assert sorted(outcome for _, outcome in desk.outcomes) == ["FAILED", "SUCCEEDED"]
    assert desk.now(desk.rui).version == 2


@pytest.mark.parametrize("asked", [SUSPEND, ("PUT", "/role", {"role": "AUDITOR"})])
def test_two_administrators_do_not_put_each_other_out(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Administration()
    eva = desk.world.person(Role.ADMIN, "eva")
    by_eva = desk.signed_in(eva)
    answers = meanwhile(desk, monkeypatch, lambda: desk.ask(*asked, user=desk.ana, headers=by_eva))
    answers.append(desk.ask(*asked, user=eva))
    assert [one.status_code for one in answers] == [200, 409]
    assert sorted(outcome for _, outcome in desk.outcomes) == ["FAILED", "SUCCEEDED"]
    left = desk.now(eva)
    assert (left.role, left.state) == (Role.ADMIN, UserState.ACTIVE), "somebody is left who can let the other back in"
    assert desk.is_let_in(by_eva)


@pytest.mark.parametrize("asked", [LOGOUT, SUSPEND, PIN_RESET, ROLE])
def test_a_login_that_is_overtaken_is_of_before(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Administration()
    answers = meanwhile(desk, monkeypatch, lambda: desk.ask(*asked))
    login = desk.log_in("rui", PIN)
    assert (answers[0].status_code, login.status_code) == (200, 200)
    assert not desk.is_let_in(by(login.json()["access_token"]))


@pytest.mark.parametrize("asked", [LOGOUT, SUSPEND, PIN_RESET, ROLE])
def test_a_login_just_before_the_commit_ends_too(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Administration()
    logins = meanwhile(desk, monkeypatch, lambda: desk.log_in("rui", PIN))
    assert desk.ask(*asked).status_code == 200
    assert logins[0].status_code == 200
    assert not desk.is_let_in(by(logins[0].json()["access_token"]))


def test_of_an_own_change_and_a_reset_of_the_pin_one_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Administration()
    by_rui = desk.signed_in(desk.rui)
    answers = meanwhile(desk, monkeypatch, lambda: desk.ask(*PIN_RESET))
    own = desk.world.client.post("/v1/auth/pin", json={"old_pin": PIN, "new_pin": "759153"}, headers=by_rui)
    assert (answers[0].status_code, own.status_code) == (200, 409)
    assert desk.outcomes == [("PIN_RESET", "SUCCEEDED"), ("PIN_RESET", "FAILED")]
    assert desk.log_in("rui", "759153").status_code == 401
    assert desk.log_in("rui", answers[0].json()["pin"]).status_code == 200
