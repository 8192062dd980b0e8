"""Ending sessions, and giving out one-time PINs and passwords."""

import pytest

from identity.model.credential import SecretKind
from identity.model.role import Role
from identity.model.session import SessionState
from identity.people.end_sessions import AT_ONCE
from tests.unit.identity.administration import NOBODY, Administration
from tests.unit.identity.worlds import PASSWORD, PIN, by

UNVERSIONED = ["/force-logout", "/pin", "/password", "/api-key"]
EVERY = [
    ("PATCH", "", {"name": "B"}),
    ("POST", "/suspend", {"reason": "gone"}),
    ("PUT", "/role", {"role": "ADMIN"}),
    *(("POST", path, None) for path in UNVERSIONED),
]
RESETS = [("/pin", "pin", "PIN_RESET"), ("/password", "password", "PASSWORD_RESET")]


def test_a_forced_logout_ends_every_session_at_once() -> None:
    desk = Administration()
    sessions = [desk.signed_in(desk.rui) for _ in range(3)]
    answer = desk.ask("POST", "/force-logout")
    assert (answer.status_code, answer.json()) == (200, {"ended": 3})
    event, body = desk.world.only_event, desk.world.only_body
    assert (event.action, event.entity_type, event.entity_id) == ("FORCE_LOGOUT", "USER", desk.rui.id)
    assert body["after"]["sessions_ended"] == 3
    assert [desk.is_let_in(one) for one in sessions] == [False] * 3
    assert desk.is_let_in(desk.by_ana), "somebody else's session goes on"
    login = desk.log_in("rui", PIN)
    assert desk.is_let_in(by(login.json()["access_token"])), "a new login is let in"
    states = [one.state for one in desk.world.sessions.rows.values() if one.user_id == desk.rui.id]
    assert states == [SessionState.ENDED] * 3 + [SessionState.ACTIVE]


def test_more_sessions_than_a_transaction_holds_end_all_the_same() -> None:
    desk = Administration()
    sessions = [desk.signed_in(desk.rui) for _ in range(AT_ONCE + 2)]
    assert desk.ask("POST", "/force-logout").json() == {"ended": AT_ONCE}
    assert not any(desk.is_let_in(one) for one in (sessions[0], sessions[1], sessions[-1]))


def test_a_logout_of_somebody_without_a_session_ends_none() -> None:
    desk = Administration()
    assert desk.ask("POST", "/force-logout").json() == {"ended": 0}
    assert desk.outcomes == [("FORCE_LOGOUT", "SUCCEEDED")]


@pytest.mark.parametrize(("path", "member", "code"), RESETS)
def test_a_one_time_secret_is_shown_once_and_opens_only_its_own_change(path: str, member: str, code: str) -> None:
    desk = Administration()
    old = desk.signed_in(desk.rui)
    answer = desk.ask("POST", path)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    secret = answer.json()[member]
    event, body = desk.world.only_event, desk.world.only_body
    assert (event.action, event.severity, event.entity_id) == (code, "MEDIUM", desk.rui.id)
    assert (body["before"]["must_change"], body["after"]["must_change"]) == (None, member.upper())
    assert not desk.is_let_in(old)
    login = desk.log_in("rui", secret, member)
    assert (login.status_code, login.json()["must_change"]) == (200, member.upper())
    by_rui = by(login.json()["access_token"])
    listing = desk.world.client.get("/v1/jurisdiction-changes", headers=by_rui)
    assert (listing.status_code, listing.json()["code"]) == (403, "SECRET_CHANGE_REQUIRED")
    changing = {"old_pin": secret, "new_pin": "759153"} if member == "pin" else None
    changing = changing or {"current_secret": secret, "new_password": "a good password 7"}
    assert desk.world.client.post(f"/v1/auth{path}", json=changing, headers=by_rui).status_code == 204
    assert desk.world.client.get("/v1/jurisdiction-changes", headers=by_rui).status_code == 200
    assert secret not in desk.world.kept


def test_a_reset_pin_replaces_the_old_one_and_lifts_the_lock() -> None:
    desk = Administration()
    for _ in range(6):
        desk.log_in("rui", "000000")
    assert desk.log_in("rui", PIN).status_code == 429
    secret = desk.ask("POST", "/pin").json()["pin"]
    assert desk.log_in("rui", PIN).status_code == 401
    assert desk.log_in("rui", secret).status_code == 200


def test_a_reset_lifts_the_lock_of_guesses_within_a_session_too() -> None:
    desk = Administration()
    by_rui = desk.signed_in(desk.rui)
    while desk.world.change_pin(by_rui, old="000000").status_code != 429:
        pass
    secret = desk.ask("POST", "/pin").json()["pin"]
    by_rui = by(desk.log_in("rui", secret).json()["access_token"])
    assert desk.world.change_pin(by_rui, "739164", secret).status_code == 204


@pytest.mark.parametrize(("first", "second"), [("pin", "password"), ("password", "pin")])
def test_a_one_time_secret_that_was_never_changed_ends_with_the_next(first: str, second: str) -> None:
    desk = Administration()
    old = desk.ask("POST", f"/{first}").json()[first]
    new = desk.ask("POST", f"/{second}").json()[second]
    assert desk.log_in("rui", old, first).status_code == 401
    assert desk.log_in("rui", new, second).status_code == 200
    assert desk.now(desk.rui).must_change is SecretKind(second.upper())


@pytest.mark.parametrize(("path", "member", "code"), RESETS)
def test_of_two_secrets_a_reset_leaves_the_one_time_one_alone(path: str, member: str, code: str) -> None:
    desk = Administration()
    bea = desk.world.person(Role.FUNCIONARIO, "bea", password=PASSWORD)
    secret = desk.ask("POST", path, user=bea).json()[member]
    assert desk.outcomes == [(code, "SUCCEEDED")]
    assert desk.log_in("bea", PIN).status_code == 401
    assert desk.log_in("bea", PASSWORD, "password").status_code == 401
    assert desk.log_in("bea", secret, member).status_code == 200
    kept = desk.world.users.credentials[bea.id]
    assert [one for one in SecretKind if kept.hash_of(one)] == [SecretKind(member.upper())]


@pytest.mark.parametrize(("path", "member", "code"), RESETS)
def test_an_answer_that_is_given_again_shows_no_secret(path: str, member: str, code: str) -> None:
    desk = Administration()
    headers = {**desk.by_ana, "Idempotency-Key": "once"}
    first, second = (desk.ask("POST", path, headers=headers) for _ in range(2))
    assert (first.status_code, second.status_code, second.headers["Idempotent-Replayed"]) == (200, 200, "true")
    assert member in first.json()
    assert member not in second.json()
    assert desk.outcomes == [(code, "SUCCEEDED")]
    assert first.json()[member] not in str(desk.world.trail.answers.rows)


@pytest.mark.parametrize("path", ["/pin", "/password"])
def test_a_producer_has_neither_pin_nor_password(path: str) -> None:
    desk = Administration()
    user = desk.set(desk.rui, role=Role.PRODUCER)
    answer = desk.ask("POST", path)
    assert (answer.status_code, answer.json()["code"]) == (409, "NOT_A_PERSON")
    assert [outcome for _, outcome in desk.outcomes] == ["FAILED"]
    assert desk.now(desk.rui) == user


@pytest.mark.parametrize(("method", "path", "body"), EVERY)
@pytest.mark.parametrize("user_id", [NOBODY, "17", "482913112233", "x", "%00"])
def test_an_unknown_user_is_not_found_and_recorded(method: str, path: str, body: object, user_id: str) -> None:
    desk = Administration()
    headers = {**desk.by_ana, "If-Match": '"1"'}
    answer = desk.world.client.request(method, f"/v1/users/{user_id}{path}", json=body, headers=headers)
    assert answer.status_code == 404
    assert desk.outcomes == [("UNAUTHORIZED_ACCESS_ATTEMPT", "DENIED")]
    assert "482913112233" not in desk.world.kept + answer.text


@pytest.mark.parametrize(("method", "path", "body"), [*EVERY, ("GET", "", None)])
@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.ADMIN, Role.PRODUCER)])
def test_others_are_refused_and_recorded_once(method: str, path: str, body: object, role: Role) -> None:
    desk = Administration()
    other = desk.world.person(role, "other")
    assert desk.ask(method, path, body, headers=desk.signed_in(other)).status_code == 403
    assert desk.outcomes == [("UNAUTHORIZED_ACCESS_ATTEMPT", "DENIED")]
    assert desk.now(desk.rui) == desk.rui


def test_without_a_credential_nothing_is_reset() -> None:
    desk = Administration()
    del desk.world.users.credentials[desk.rui.id]
    assert desk.ask("POST", "/pin").status_code == 500
    assert [one.action for one in desk.events] == ["SYSTEM_ERROR"]
    assert desk.now(desk.rui) == desk.rui
