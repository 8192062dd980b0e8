"""While a change of jurisdiction waits, edits are blocked, and nothing else."""

import pytest

from tests.api.operation import Asked, Caller, Operation, Where
from tests.api.operations import MUTATIONS, operation
from tests.api.pending import BLOCKED
from tests.api.targets import HOME, NORTH, REASON
from tests.api.test_hostile_requests import over, refused
from tests.api.world import World

MOVE = operation("POST /v1/jurisdiction-changes")
MOVED = {"AGENT": "agent_id", "MERCHANT": "merchant_id", "POS": "pos_id"}


@over([one for one in MUTATIONS if one.function == "network" and one.is_placed])
@pytest.mark.parametrize("entity_type", MOVED)
def test_what_waits_to_be_moved(world: World, operation: Operation, entity_type: str) -> None:
    target = world.targets[Where.OWN]
    assert MOVE.body is not None
    wish = {"entity_type": entity_type, "entity_id": target[MOVED[entity_type]]}
    asked = world.ask(MOVE, Caller.ADMIN, body={**MOVE.body(Asked(target, Caller.ADMIN)), **wish})
    assert asked.status == 201
    told = world.ask(operation, Caller.ADMIN, headers=current_version(world, operation, entity_type))
    if entity_type not in BLOCKED.get(operation.name, ()):
        assert told.status == operation.status
    else:
        code = "EDIT_BLOCKED_PENDING_APPROVAL"
        assert refused(told, 409, "PENDING_APPROVAL", code, "DENIED", operation)
        header = told.only.header
        assert (header.entity_type, header.entity_id) == ("JURISDICTION_CHANGE", asked.answer.json["id"])


def test_a_pos_that_waits_takes_payments_and_uploads_where_it_is(world: World) -> None:
    target = world.targets[Where.OWN]
    wish = {"entity_type": "POS", "entity_id": target["pos_id"], "reason": REASON, **NORTH.shown()}
    assert world.ask(MOVE, Caller.ADMIN, body=wish).status == 201
    paid, uploaded = (world.ask(operation(f"POST /v1/{one}"), Caller.POS) for one in ("transactions", "sync"))
    assert (paid.status, uploaded.status) == (201, 200)
    assert (paid.answer.json["province"], paid.answer.json["district"]) == (HOME.province, HOME.district)
    assert [one["result"] for one in uploaded.answer.json["results"]] == ["CREATED"]
    created = next(one for one in uploaded.events if one.header.action == "TRANSACTION_CREATED")
    assert {name: created.body["after"][name] for name in HOME.shown()} == HOME.shown()
    assert created.header.district == HOME.district


def current_version(world: World, one: Operation, entity_type: str) -> dict[str, str]:
    """That one waits to be moved is a version of its own."""
    return {"If-Match": '"2"'} if one.is_versioned and one.entity == MOVED[entity_type] else {}
