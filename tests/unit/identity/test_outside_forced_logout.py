"""A forced logout where another issuer makes the tokens: what was issued by then is over, whoever holds it."""

from dataclasses import replace

import pytest

from identity.model.access_token import CLOCKS_APART_S, LONGEST_LIFE_S
from identity.model.revocation import Revocation
from identity.model.role import Role
from identity.model.user import UserState
from lacre.model import moment
from tests.unit.identity.outside_worlds import PATH, PLACE, OutsideWorld
from tests.unit.identity.worlds import by

EVA, RUI = "auth0|eva", "auth0|rui"
CLERK = {"roles": ["FUNCIONARIO"], **PLACE}


def now_s(world: OutsideWorld) -> int:
    return world.inside.clock.now() // 1000


def test_every_token_of_the_user_is_refused_at_once_and_nobody_elses() -> None:
    world = OutsideWorld()
    tokens = [world.token(sub=RUI, jti=f"t-{number}", **CLERK) for number in range(3)]
    assert all(world.is_let_in(one) for one in tokens)
    answer = world.force_logout(RUI)
    assert (answer.status_code, answer.json()) == (200, {"ended": None}), "nobody counts the issuer's sessions"
    assert [world.is_let_in(one) for one in tokens] == [False] * 3
    assert world.refusal(sub=RUI, **CLERK) == "UNAUTHENTICATED TOKEN_INVALID"
    assert world.is_let_in(world.token())
    assert world.is_let_in(world.token(sub=f"{RUI}2", jti="t-0", **CLERK)), "a name that only begins alike"


def test_it_is_recorded_whom_it_shut_out_and_how_far() -> None:
    world = OutsideWorld()
    now = now_s(world)
    world.force_logout(RUI)
    event, body = world.inside.only_event, world.inside.only_body
    assert (event.action, event.entity_type, event.entity_id) == ("FORCE_LOGOUT", "USER", RUI)
    assert (event.outcome, event.actor_id) == ("SUCCEEDED", EVA)
    assert body["after"] == {"tokens_revoked_up_to": moment.to_text((now + CLOCKS_APART_S) * 1000)}


@pytest.mark.parametrize(
    ("issued", "is_taken"),
    [
        (-LONGEST_LIFE_S + 300, False),
        (-1, False),
        (0, False),
        (1, False),
        (CLOCKS_APART_S, False),
        (CLOCKS_APART_S + 1, True),
    ],
)
def test_what_was_issued_by_then_is_refused_on_the_safe_side_of_clocks(issued: int, is_taken: bool) -> None:
    world = OutsideWorld()
    at = now_s(world)
    assert world.force_logout(RUI).status_code == 200
    if issued > 0:
        world.inside.clock.advance(issued)
    assert world.is_let_in(world.token(sub=RUI, iat=at + issued, exp=at + 300, **CLERK)) is is_taken


def test_a_token_of_an_issuer_whose_clock_is_ahead_does_not_outlive_it() -> None:
    world = OutsideWorld()
    token = world.token(sub=RUI, iat=now_s(world) + CLOCKS_APART_S, **CLERK)
    assert world.is_let_in(token)
    world.force_logout(RUI)
    world.inside.clock.advance(CLOCKS_APART_S + 5)
    assert not world.is_let_in(token)


def test_somebody_who_was_never_seen_here_is_shut_out_beforehand() -> None:
    world = OutsideWorld()
    at_large = world.token(sub="https:id.example.com?u=7&x=1#a", jti="t-9", **CLERK)
    assert world.force_logout("https:id.example.com?u=7&x=1#a").status_code == 200
    assert not world.is_let_in(at_large)


@pytest.mark.parametrize("user_id", ["unknown", "*", "system:sweep", "a b", "é", "s" * 256, "\n"])
def test_what_is_nobodys_sub_is_not_found(user_id: str) -> None:
    world = OutsideWorld()
    answer = world.force_logout(user_id)
    assert (answer.status_code, answer.json()["code"]) == (404, "NO_SUCH_USER")
    assert world.inside.only_event.outcome == "DENIED"
    assert not world.inside.sessions.revocations


def test_a_second_forced_logout_goes_further_and_none_goes_back() -> None:
    world = OutsideWorld()
    world.force_logout(RUI)
    world.inside.clock.advance(CLOCKS_APART_S + 1)
    between = world.token(sub=RUI, **CLERK)
    assert world.is_let_in(between)
    for _ in range(2):
        assert world.force_logout(RUI).status_code == 200
    assert not world.is_let_in(between)
    ahead = Revocation.at(RUI, world.inside.clock.now() + 5000)
    world.inside.sessions.revocations[RUI] = ahead
    assert world.force_logout(RUI).status_code == 409, "of an instance whose clock is behind"
    assert world.inside.sessions.revocations[RUI] == ahead


def test_whoever_forces_the_own_logout_is_out_as_with_own_sessions() -> None:
    world = OutsideWorld()
    token, other = world.token(), world.token(jti="t-2")
    assert world.force_logout(EVA, token).status_code == 200
    assert not world.is_let_in(token)
    assert not world.is_let_in(other)


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.ADMIN, Role.PRODUCER)])
def test_nobody_but_an_administrator_shuts_out(role: Role) -> None:
    world = OutsideWorld()
    answer = world.force_logout(EVA, world.token(sub=RUI, roles=[role.value], **PLACE))
    assert answer.status_code == 403
    assert world.inside.only_event.action == "UNAUTHORIZED_ACCESS_ATTEMPT"
    assert not world.inside.sessions.revocations


def test_a_logout_ends_one_token_and_leaves_the_others() -> None:
    world = OutsideWorld()
    token, other = (world.token(sub=RUI, jti=jti, **CLERK) for jti in ("t-1", "t-2"))
    assert world.client.post("/v1/auth/logout", headers=by(token)).status_code == 204
    assert [world.is_let_in(one) for one in (token, other)] == [False, True]
    assert not world.inside.sessions.revocations


def test_a_token_id_that_looks_like_the_mark_of_a_user_is_none() -> None:
    world = OutsideWorld()
    assert world.client.post("/v1/auth/logout", headers=by(world.token(jti=RUI))).status_code == 204
    assert world.is_let_in(world.token(sub=RUI, **CLERK))


def test_what_holds_a_user_out_for_good_is_not_lifted_by_a_newer_token() -> None:
    world = OutsideWorld()
    user = world.inside.person(Role.FUNCIONARIO)
    world.inside.users.rows[user.id] = replace(user, state=UserState.SUSPENDED)
    world.force_logout(user.id)
    world.inside.clock.advance(CLOCKS_APART_S + 1)
    assert not world.is_let_in(world.token(sub=user.id, **CLERK))


def test_while_the_store_is_away_nobody_is_let_in() -> None:
    world = OutsideWorld()
    token = world.token(sub=RUI, **CLERK)
    world.force_logout(RUI)
    world.inside.sessions.is_away = True
    for one in (token, world.token()):
        answer = world.client.get(PATH, headers=by(one))
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert [draft.action for draft in world.inside.trail.outage.drafts] == ["DATABASE_ERROR"] * 2


def test_a_revocation_is_remembered_as_long_as_any_of_its_tokens_lives() -> None:
    world = OutsideWorld()
    revocation = Revocation.at(RUI, world.inside.clock.now())
    last = world.token(sub=RUI, iat=revocation.up_to, exp=revocation.up_to + LONGEST_LIFE_S, **CLERK)
    assert world.is_let_in(last)
    world.force_logout(RUI)
    world.inside.clock.advance(revocation.expires_at - now_s(world) - 1)
    assert not world.is_let_in(last)
    del world.inside.sessions.revocations[RUI]
    assert world.is_let_in(last), "a second too early to forget it"
    world.inside.clock.advance(1)
    assert not world.is_let_in(last), "it has expired by itself"
