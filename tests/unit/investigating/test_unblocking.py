"""Undoing blocks: by a second person who is an administrator, with a reason, once."""

import pytest

from lacre.ports.blocks import BlockState
from tests.unit.investigating.worlds import World, code
from tests.unit.query.console import ADMIN

REASON = {"reason": "The agent forgot the new PIN."}


@pytest.fixture
def world() -> World:
    return World()


def test_an_administrator_undoes_a_block_with_a_reason(world: World) -> None:
    placed = world.blocked()
    answer = world.post(f"/v1/blocks/{placed.block_id}/unblock", REASON, who="admin")
    found = answer.json()
    assert (found["state"], found["undone_by"], found["undone_reason"]) == ("UNDONE", ADMIN.id, REASON["reason"])
    assert world.blocks[placed.actor_id].state is BlockState.UNDONE
    assert world.told == [("ACTOR_UNBLOCKED", placed.block_id)]
    body = world.body_of(world.only_event)
    assert (body["before"]["state"], body["after"]["undone_reason"]) == ("ACTIVE", REASON["reason"])
    again = world.post(f"/v1/blocks/{placed.block_id}/unblock", REASON, 2, "admin")
    assert code(again) == (409, "BLOCK_NOT_IN_FORCE")


def test_the_blocked_person_does_not_undo_it(world: World) -> None:
    placed = world.blocked(actor_id=ADMIN.id)
    assert code(world.post(f"/v1/blocks/{placed.block_id}/unblock", REASON, who="admin")) == (403, "SAME_PERSON")
    assert world.blocks[ADMIN.id].state is BlockState.ACTIVE
    assert world.only_event.action == "UNAUTHORIZED_ACCESS_ATTEMPT"


@pytest.mark.parametrize("who", ["auditor", "clerk"])
def test_nobody_but_an_administrator_does(world: World, who: str) -> None:
    placed = world.blocked()
    assert code(world.post(f"/v1/blocks/{placed.block_id}/unblock", REASON, who=who)) == (403, "ROLE_MISSING")
    assert world.blocks[placed.actor_id].state is BlockState.ACTIVE


@pytest.mark.parametrize("body", [{}, {"reason": ""}, {"reason": None}, {"reason": "x" * 201}])
def test_a_reason_is_mandatory(world: World, body: object) -> None:
    placed = world.blocked()
    answer = world.post(f"/v1/blocks/{placed.block_id}/unblock", body, who="admin")
    assert code(answer) == (422, "INVALID_INPUT")


def test_what_has_expired_or_was_replaced_is_not_undone(world: World) -> None:
    placed = world.blocked(number=1, actor_id="u-1")
    world.console.clock.advance(90 * 24 * 60 * 60 * 1000)
    path = f"/v1/blocks/{placed.block_id}/unblock"
    assert code(world.post(path, REASON, who="admin")) == (409, "BLOCK_NOT_IN_FORCE")
    world.blocked(number=2, actor_id="u-1")
    assert code(world.post(path, REASON, who="admin")) == (404, "NO_SUCH_BLOCK")


def test_auditors_see_who_is_blocked(world: World) -> None:
    placed = world.blocked()
    assert [one["id"] for one in world.get("/v1/blocks").json()["blocks"]] == [placed.block_id]
    assert world.get("/v1/blocks", state="UNDONE").json() == {"blocks": [], "cursor": None}
    answer = world.get(f"/v1/blocks/{placed.block_id}")
    assert (answer.json()["actor_id"], answer.headers["etag"]) == (placed.actor_id, '"1"')
    assert [(one.action, one.entity_type) for one in world.events] == [("READ_ALERTS", "BLOCK")] * 3
