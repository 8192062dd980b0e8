"""Changing the own PIN.

The product before this one answered "could not identify the agent, log in again" to agents with a good PIN and a good
session. Here the agent is found by the session, whatever happened to the account since.
"""

from collections.abc import Callable
from dataclasses import replace

import pytest

from identity.model.attempts import LOCKING, of_session
from identity.model.credential import SecretKind
from identity.model.role import PERSONS, Role
from identity.model.session import SessionState
from identity.model.user import User
from identity.people.open_account import Holder, OpenAccount
from lacre.http.trail import Credentials
from lacre.model.vocabulary import EntityType
from tests.unit.identity.worlds import PASSWORD, PIN, Bearer, IdentityWorld, by

NEW = "739164"
PATH = "/v1/auth/pin"


def agent(world: IdentityWorld) -> User:
    return world.person(Role.AGENT, "lia", entity_type="AGENT", entity_id="a-1")


def fresh(world: IdentityWorld) -> Bearer:
    agent(world)
    return by(world.login("lia").json()["access_token"])


def refreshed(world: IdentityWorld) -> Bearer:
    agent(world)
    token = world.login("lia").json()["refresh_token"]
    world.clock.advance(1000)
    return by(world.client.post("/v1/auth/refresh", json={"refresh_token": token}).json()["access_token"])


def renamed(world: IdentityWorld) -> Bearer:
    user = agent(world)
    bearer = by(world.login("lia").json()["access_token"])
    world.users.rows[user.id] = replace(user, name="Lia de Outro Nome", version=2)
    return bearer


def moved(world: IdentityWorld) -> Bearer:
    """As the approval of a move writes it: another place, another version, the same generation."""
    user = agent(world)
    bearer = by(world.login("lia").json()["access_token"])
    world.users.rows[user.id] = replace(user, province="Nampula", district="Norte", version=2)
    return bearer


CAUSES: list[Callable[[IdentityWorld], Bearer]] = [fresh, refreshed, renamed, moved]


@pytest.mark.parametrize("logged_in", CAUSES)
def test_an_agent_changes_the_pin(logged_in: Callable[[IdentityWorld], Bearer]) -> None:
    world = IdentityWorld()
    bearer = logged_in(world)
    (user_id,) = world.users.rows
    world.trail.events.rows.clear()
    answer = world.change_pin(bearer, NEW)
    assert (answer.status_code, answer.text) == (204, "")
    event = world.only_event
    assert (event.action, event.outcome, event.entity_type) == ("PIN_RESET", "SUCCEEDED", "USER")
    assert (event.entity_id, event.actor_id, event.actor_role) == (user_id, user_id, "AGENT")
    assert not any(pin in world.kept for pin in (PIN, NEW, "argon2"))
    assert world.change_pin(bearer, "264718", NEW).status_code == 204, "this session goes on"
    assert world.login("lia").status_code == 401
    assert world.login("lia", pin="264718").status_code == 200


def test_an_agent_who_was_made_by_a_clerk_and_never_logged_in_changes_the_pin() -> None:
    world = IdentityWorld()
    holder = Holder("lia", "Lia Agente", Role.AGENT, "Nampula", "Centro", EntityType.AGENT, "a-1")
    opened = OpenAccount(world.users, world.maker, world.entropy)(holder)
    world.trail.events.append([], opened.writes)
    login = world.login("lia", pin=opened.pin)
    assert (login.status_code, login.json()["must_change"]) == (200, "PIN")
    bearer = by(login.json()["access_token"])
    assert world.client.get("/v1/users", headers=bearer).status_code == 403
    assert world.change_pin(bearer, NEW, opened.pin).status_code == 204
    assert world.events[-1].action == "PIN_RESET"
    assert world.body_of(world.events[-1])["before"]["must_change"] == "PIN"
    assert world.body_of(world.events[-1])["after"]["must_change"] is None
    assert world.login("lia", pin=NEW).json()["must_change"] is None
    assert opened.pin not in world.kept


@pytest.mark.parametrize("role", PERSONS)
def test_every_person_changes_the_own_pin(role: Role) -> None:
    world = IdentityWorld()
    assert world.change_pin(world.bearer(role)).status_code == 204


def test_all_other_sessions_end_at_once() -> None:
    world = IdentityWorld()
    user = world.person()
    others = [world.bearer_of(user) for _ in range(3)]
    token = world.login().json()
    bearer = by(token["access_token"])
    assert world.change_pin(bearer).status_code == 204
    assert [world.is_in(one) for one in (*others, bearer)] == [False, False, False, True]
    states = [one.state for one in world.sessions.rows.values()]
    assert states == [SessionState.ENDED] * 3 + [SessionState.ACTIVE]
    refreshed = world.client.post("/v1/auth/refresh", json={"refresh_token": token["refresh_token"]})
    assert refreshed.status_code == 200


def test_a_wrong_old_pin_changes_nothing_and_is_recorded() -> None:
    world = IdentityWorld()
    user = world.person()
    answer = world.change_pin(world.bearer_of(user), old="000000")
    assert (answer.status_code, answer.json()["code"]) == (403, "SECRET_WRONG")
    event = world.only_event
    assert (event.action, event.attempted_action) == ("UNAUTHORIZED_ACCESS_ATTEMPT", "PIN_RESET")
    assert (event.entity_id, event.actor_id) == (user.id, user.id)
    assert world.users.rows[user.id] == user
    assert world.login().status_code == 200


def test_a_stolen_token_is_no_help_in_guessing_the_pin() -> None:
    world = IdentityWorld()
    bearer = world.bearer()
    answers = [world.change_pin(bearer, old=f"{number:06d}").status_code for number in range(1, LOCKING)]
    assert answers == [403] * 6 + [429] * 3
    assert world.change_pin(bearer).status_code == 429
    assert world.login().status_code == 200, "the login counts by itself"
    assert world.change_pin(bearer).status_code == 429, "and lifts nothing here"


def test_wrong_logins_by_anybody_keep_nobody_with_a_session_from_a_new_pin() -> None:
    world = IdentityWorld()
    bearer = world.bearer()
    assert [world.login(pin="000000").status_code for _ in range(LOCKING)] == [401] * 6 + [429] * 4
    assert world.change_pin(bearer).status_code == 204
    assert world.login(pin=NEW).status_code == 429, "the login is delayed as before"


def test_a_login_by_a_users_id_is_no_guess_within_a_session() -> None:
    world = IdentityWorld()
    user = world.person()
    for name in (user.id, of_session(user.id)):
        assert [world.login(name, pin="000000").status_code for _ in range(LOCKING)] == [401] * LOCKING
    assert world.change_pin(world.bearer_of(user)).status_code == 204


def test_a_right_old_pin_begins_anew() -> None:
    world = IdentityWorld()
    bearer = world.bearer()
    for old, new in ((PIN, NEW), (NEW, "264718")):
        assert [world.change_pin(bearer, old="000000").status_code for _ in range(4)] == [403] * 4
        assert world.change_pin(bearer, new, old).status_code == 204


def test_the_present_pin_once_more_is_refused_before_it_is_counted() -> None:
    world = IdentityWorld()
    bearer = world.bearer()
    for same in (PIN, "264718"):
        answers = [world.change_pin(bearer, same, same) for _ in range(LOCKING)]
        assert {(one.status_code, one.json()["code"]) for one in answers} == {(422, "SECRET_UNCHANGED")}
    assert not world.attempts.rows
    assert world.change_pin(bearer).status_code == 204


@pytest.mark.parametrize(
    ("new", "code"),
    [
        ("111111", "PIN_TRIVIAL"),
        ("123456", "PIN_TRIVIAL"),
        ("987654", "PIN_TRIVIAL"),
        (PIN, "SECRET_UNCHANGED"),
        ("12345", "INVALID_INPUT"),
        ("482913112233", "INVALID_INPUT"),
        ("\u0661\u0662\u0663\u0664\u0665\u0666", "INVALID_INPUT"),
    ],
)
def test_a_new_pin_that_does_not_fit_is_refused(new: str, code: str) -> None:
    world = IdentityWorld()
    answer = world.change_pin(world.bearer(), new)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert (world.only_event.action, world.only_event.outcome) == ("PIN_RESET", "FAILED")
    assert new not in world.kept + answer.text
    assert world.login().status_code == 200


@pytest.mark.parametrize("body", [{}, {"old_pin": PIN}, {"new_pin": NEW}, {"old_pin": PIN, "new_pin": NEW, "x": 1}, []])
def test_a_body_that_does_not_fit_is_refused(body: object) -> None:
    world = IdentityWorld()
    assert world.client.post(PATH, json=body, headers=world.bearer()).status_code == 422
    assert (world.only_event.action, world.only_event.outcome) == ("PIN_RESET", "FAILED")


def test_of_two_changes_at_once_one_wins_and_both_are_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    world = IdentityWorld()
    bearer = world.bearer()
    read, answers = world.users.credential, []

    def read_and_be_overtaken(user_id: str) -> object:
        found = read(user_id)
        monkeypatch.setattr(world.users, "credential", read)
        answers.append(world.change_pin(bearer, "264718"))
        return found

    monkeypatch.setattr(world.users, "credential", read_and_be_overtaken)
    answers.append(world.change_pin(bearer, NEW))
    assert [one.status_code for one in answers] == [204, 409]
    assert [(one.action, one.outcome.value) for one in world.events] == [
        ("PIN_RESET", "SUCCEEDED"),
        ("PIN_RESET", "FAILED"),
    ]
    assert world.login(pin="264718").status_code == 200


def test_a_change_that_races_with_a_forced_logout_does_not_bring_the_session_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = IdentityWorld()
    user = world.person()
    bearer = world.bearer_of(user)
    find = world.users.by_id

    def find_after_logout(user_id: str) -> object:
        monkeypatch.setattr(world.users, "by_id", find)
        world.users.rows[user.id] = user.with_sessions_ended()
        return find(user_id)

    admitted = world.authenticator.authenticate(Credentials(bearer["Authorization"].removeprefix("Bearer ")))
    monkeypatch.setattr(world.authenticator, "authenticate", lambda _: admitted)
    monkeypatch.setattr(world.users, "by_id", find_after_logout)
    assert world.change_pin(bearer).status_code == 409
    monkeypatch.undo()
    assert not world.is_in(bearer)
    assert world.login().status_code == 200, "with the old PIN"


def test_whoever_saw_a_one_time_password_chooses_no_pin_with_it() -> None:
    world = IdentityWorld()
    user = world.person(password=PASSWORD, must_change=SecretKind.PASSWORD)
    credential = world.users.credentials[user.id]
    for new in (NEW, "111111"):
        answer = world.change_pin(world.bearer_of(user), new)
        assert (answer.status_code, answer.json()["code"]) == (403, "SECRET_CHANGE_REQUIRED")
        assert (world.events[-1].action, world.events[-1].attempted_action) == (
            "UNAUTHORIZED_ACCESS_ATTEMPT",
            "PIN_RESET",
        )
    assert world.users.rows[user.id] == user
    assert world.users.credentials[user.id] == credential
    assert not world.attempts.rows, "nothing was guessed"
