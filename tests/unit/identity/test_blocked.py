"""Whoever is blocked is kept out on the next request, whatever was presented; nobody else is, and nobody for longer."""

from dataclasses import replace

import pytest

from identity.model.role import Role
from identity.model.user import User
from lacre.model import moment
from lacre.model.caller import Caller
from lacre.model.refusal import Refusal
from lacre.ports.blocks import Block
from tests.fakes.found import block
from tests.unit.identity.outside_worlds import OutsideWorld
from tests.unit.identity.worlds import IdentityWorld

EVA = "auth0|eva"


def blocked(world: IdentityWorld, actor_id: str, minutes: int = 30) -> Block:
    until = moment.to_text(world.clock.now() + minutes * 60_000)
    placed = block(actor_id=actor_id, until=until)
    world.blocks.place(placed)
    return placed


def kept_out(world: IdentityWorld, user: User, attempted: str, placed: Block) -> bool:
    """By the last event: a denial that names the actor, the block and nothing secret."""
    header = world.events[-1]
    assert (header.action, header.outcome) == ("UNAUTHORIZED_ACCESS_ATTEMPT", "DENIED")
    assert (header.attempted_action, header.actor_id, header.actor_role) == (attempted, user.id, user.role.value)
    body = world.body_of(header)
    assert body["reason"]["code"] == "ACTOR_BLOCKED"
    assert body["after"] == {"block_id": placed.block_id, "until": placed.until, "rule": placed.rule}
    return True


def test_a_token_that_was_good_is_refused_on_the_next_request_and_anothers_is_not() -> None:
    world = IdentityWorld()
    ana, other = world.person(), world.person(username="rui")
    anas, others = world.bearer_of(ana), world.bearer_of(other)
    assert world.client.get("/v1/users", headers=anas).status_code == 200
    placed = blocked(world, ana.id)
    answer = world.client.get("/v1/users", headers=anas)
    assert (answer.status_code, answer.json()["code"]) == (403, "ACTOR_BLOCKED")
    assert answer.json()["detail"] == f"The caller is blocked until {placed.until}."
    assert kept_out(world, ana, "LIST_ENTITIES", placed)
    assert world.client.get("/v1/users", headers=others).status_code == 200


@pytest.mark.parametrize("change", ["undone", "expired"])
def test_a_block_that_is_over_keeps_nobody_out(change: str) -> None:
    world = IdentityWorld()
    ana = world.person()
    placed = blocked(world, ana.id)
    world.blocks.place(placed.undone("u-9", "a mistake") if change == "undone" else placed.expired())
    assert world.client.get("/v1/users", headers=world.bearer_of(ana)).status_code == 200
    assert world.login().status_code == 200


def test_a_block_ends_by_itself_at_its_moment() -> None:
    world = IdentityWorld()
    ana = world.person()
    blocked(world, ana.id, minutes=10)
    world.clock.advance(9 * 60)
    assert world.login().status_code == 403
    world.clock.advance(61)
    assert world.login().status_code == 200
    assert world.client.get("/v1/users", headers=world.bearer_of(ana)).status_code == 200


def test_the_right_secret_is_told_of_the_block_and_a_wrong_one_learns_nothing() -> None:
    world = IdentityWorld()
    ana = world.person(Role.TRADER)
    placed = blocked(world, ana.id)
    answer = world.login()
    assert (answer.status_code, answer.json()["code"]) == (403, "ACTOR_BLOCKED")
    assert kept_out(world, ana, "LOGIN_SUCCESS", placed)
    wrong = world.login(pin="000111")
    assert (wrong.status_code, wrong.json()["code"]) == (401, "LOGIN_FAILED")
    assert world.events[-1].action == "LOGIN_FAILED"
    assert world.sessions.rows == {}


def test_a_refresh_is_refused_and_uses_nothing_up() -> None:
    world = IdentityWorld()
    ana = world.person()
    token = world.login().json()["refresh_token"]
    placed = blocked(world, ana.id)
    for _ in range(2):
        answer = world.client.post("/v1/auth/refresh", json={"refresh_token": token})
        assert (answer.status_code, answer.json()["code"]) == (403, "ACTOR_BLOCKED")
        assert kept_out(world, ana, "SESSION_REFRESHED", placed)
    world.blocks.place(placed.undone("u-9", "a mistake"))
    assert world.client.post("/v1/auth/refresh", json={"refresh_token": token}).status_code == 200


def test_an_ended_session_of_a_blocked_actor_is_ended_before_it_is_blocked() -> None:
    world = IdentityWorld()
    ana = world.person()
    bearer = world.bearer_of(ana)
    world.users.rows[ana.id] = ana.with_sessions_ended()
    blocked(world, ana.id)
    answer = world.client.get("/v1/users", headers=bearer)
    assert (answer.status_code, answer.json()["code"]) == (401, "TOKEN_INVALID")


def test_while_the_blocks_cannot_be_read_nobody_is_let_in() -> None:
    world = IdentityWorld()
    bearer = world.bearer()
    world.blocks.is_away = True
    assert world.client.get("/v1/users", headers=bearer).status_code == 503
    assert world.login().status_code == 503


class TestOutsideIssuer:
    def test_its_user_is_kept_out_by_the_token_s_subject(self) -> None:
        world = OutsideWorld()
        placed = blocked(world.inside, EVA)
        assert world.refusal(sub=EVA) == "FORBIDDEN ACTOR_BLOCKED"
        assert isinstance(world.caller(sub=f"{EVA}2"), Caller)
        world.inside.blocks.place(replace(placed, until=moment.to_text(world.inside.clock.now())))
        assert isinstance(world.caller(sub=EVA), Caller)

    def test_the_refusal_names_who_it_is_of(self) -> None:
        world = OutsideWorld()
        blocked(world.inside, EVA)
        with pytest.raises(Refusal) as refused:
            world.caller(sub=EVA)
        assert refused.value.actor is not None
        assert (refused.value.actor.id, refused.value.actor.role) == (EVA, "ADMIN")
