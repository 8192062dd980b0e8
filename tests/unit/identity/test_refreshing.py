"""Refreshing: a token is good once, and one that is used again ends its session."""

from dataclasses import replace
from typing import Any

import pytest
from httpx2 import Response

from identity.model.refresh_token import RefreshToken, read_refresh_token
from identity.model.role import Role
from identity.model.session import IDLE_S, LONGEST_S, SessionState
from identity.model.user import User, UserState
from lacre.model.redaction import looks_secret
from tests.fakes.ambient import SeededEntropy
from tests.unit.identity.worlds import IdentityWorld, by


def refresh(world: IdentityWorld, token: str) -> Response:
    return world.client.post("/v1/auth/refresh", json={"refresh_token": token})


def logged_in(world: IdentityWorld, role: Role = Role.ADMIN) -> tuple[User, str]:
    """Somebody, and the refresh token of a login that left no event."""
    user = world.person(role)
    token: str = world.login().json()["refresh_token"]
    world.trail.events.rows.clear()
    return user, token


def test_a_refresh_gives_new_tokens_of_the_same_session() -> None:
    world = IdentityWorld()
    user, first = logged_in(world)
    world.clock.advance(600)
    answer = refresh(world, first)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    told = answer.json()
    assert (told["expires_in"], told["refresh_expires_in"], told["must_change"]) == (900, 1800, None)
    assert told["refresh_token"] != first
    (session,) = world.sessions.rows.values()
    event = world.only_event
    assert (event.action, event.actor_id, event.entity_id) == ("SESSION_REFRESHED", user.id, session.id)
    assert world.only_body["after"]["expires_at"] - world.only_body["before"]["expires_at"] >= 600
    assert world.is_in(by(told["access_token"]))
    assert not any(token in world.kept + repr(world.sessions) for token in (first, told["refresh_token"]))


def test_a_token_that_was_used_ends_the_session_and_the_thiefs_too() -> None:
    world = IdentityWorld()
    _, first = logged_in(world)
    taken = refresh(world, first).json()
    world.trail.events.rows.clear()
    answer = refresh(world, first)
    assert (answer.status_code, answer.json()["code"]) == (401, "REFRESH_REUSED")
    (session,) = world.sessions.rows.values()
    assert session.state is SessionState.ENDED
    event = world.only_event
    assert (event.action, event.outcome, event.entity_id) == ("TOKEN_INVALID", "DENIED", session.id)
    assert (event.actor_id, event.attempted_action) == ("unknown", "SESSION_REFRESHED")
    assert world.only_body["after"]["state"] == "ENDED"
    assert not world.is_in(by(taken["access_token"]))
    assert refresh(world, taken["refresh_token"]).json()["code"] == "TOKEN_INVALID"


def test_of_two_refreshes_at_once_one_is_answered_and_then_the_session_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """The token was there twice: nobody can tell which of the two is the thief."""
    world = IdentityWorld()
    _, first = logged_in(world)
    find, answers = world.sessions.find, []

    def find_and_be_overtaken(session_id: str) -> object:
        found = find(session_id)
        monkeypatch.setattr(world.sessions, "find", find)
        answers.append(refresh(world, first))
        return found

    monkeypatch.setattr(world.sessions, "find", find_and_be_overtaken)
    answers.append(refresh(world, first))
    assert [one.status_code for one in answers] == [200, 401]
    assert answers[1].json()["code"] == "REFRESH_REUSED"
    assert not world.is_in(by(answers[0].json()["access_token"]))
    assert [one.action for one in world.events[:2]] == ["SESSION_REFRESHED", "TOKEN_INVALID"]


def test_who_only_knows_a_sessions_id_ends_nothing() -> None:
    world = IdentityWorld()
    _, first = logged_in(world)
    (session,) = world.sessions.rows
    genuine = read_refresh_token(first)
    assert genuine is not None
    made_up = RefreshToken.first(session, SeededEntropy(99))
    crossed = RefreshToken(session, made_up.family, genuine.secret)
    for forged in (made_up.text, crossed.text):
        answer = refresh(world, forged)
        assert (answer.status_code, answer.json()["code"]) == (401, "TOKEN_INVALID")
    assert {one.entity_id for one in world.events} == {"*"}
    assert refresh(world, first).status_code == 200


@pytest.mark.parametrize(
    "text", ["", "x", "lcr_refresh_", "482913112233", "lcr_refresh_" + "0" * 32 + "_" + "A" * 86, "\u00e9"]
)
def test_what_is_no_token_is_refused_and_not_kept(text: str) -> None:
    world = IdentityWorld()
    answer = refresh(world, text)
    assert (answer.status_code, world.only_event.action) == (401, "TOKEN_INVALID")
    assert "482913112233" not in world.kept + answer.text


def test_an_idle_session_is_over() -> None:
    world = IdentityWorld()
    _, first = logged_in(world)
    world.clock.advance(IDLE_S)
    answer = refresh(world, first)
    assert (answer.status_code, answer.json()["code"]) == (401, "TOKEN_EXPIRED")
    assert world.only_event.action == "TOKEN_EXPIRED"


def test_however_much_it_is_used_a_session_lasts_eight_hours() -> None:
    world = IdentityWorld()
    _, token = logged_in(world)
    (began,) = (one.started_at for one in world.sessions.rows.values())
    answer = refresh(world, token)
    while (left := answer.json()["refresh_expires_in"]) > 600:
        world.clock.advance(600)
        answer = refresh(world, answer.json()["refresh_token"])
        assert answer.status_code == 200
    (session,) = world.sessions.rows.values()
    assert session.expires_at == began // 1000 + LONGEST_S
    assert answer.json()["expires_in"] == left, "no access token outlives its session"
    world.clock.advance(left)
    assert refresh(world, answer.json()["refresh_token"]).json()["code"] == "TOKEN_EXPIRED"


@pytest.mark.parametrize(
    "changed", [{"state": UserState.SUSPENDED}, {"generation": 2}, {"generation": 2, "state": UserState.SUSPENDED}]
)
def test_whoever_was_shut_out_refreshes_nothing(changed: dict[str, Any]) -> None:
    world = IdentityWorld()
    user, first = logged_in(world)
    world.users.rows[user.id] = replace(user, **changed)
    answer = refresh(world, first)
    assert (answer.status_code, answer.json()["code"]) == (401, "TOKEN_INVALID")


def test_a_session_that_was_signed_out_is_not_refreshed() -> None:
    world = IdentityWorld()
    world.person()
    told = world.login().json()
    world.client.post("/v1/auth/logout", headers=by(told["access_token"]))
    assert refresh(world, told["refresh_token"]).json()["code"] == "TOKEN_INVALID"


def test_a_token_says_nothing_and_looks_like_the_secret_that_it_is() -> None:
    token = RefreshToken.first("01a1ee56-5e00-75b1-a522-4a58b791df00", SeededEntropy())
    assert looks_secret(token.text)
    assert token.family not in repr(token)
    assert token.secret not in repr(token)
    assert read_refresh_token(token.text) == token
    assert len({token.digest, token.next(SeededEntropy(2)).digest, token.family_digest}) == 3
    assert token.next(SeededEntropy(2)).family_digest == token.family_digest
