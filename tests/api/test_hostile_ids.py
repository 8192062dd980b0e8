"""Ids in bodies that must not be taken: of nothing, of something else, of another's jurisdiction."""

from dataclasses import dataclass

import pytest

from tests.api.operation import Caller, Operation, Where
from tests.api.operations import MUTATIONS, operation
from tests.api.test_hedge_ids import OF_THE_DESK
from tests.api.test_hostile_requests import NOBODYS, body_of, failed, refused
from tests.api.world import Told, World

POS, PAYMENT, MOVE = (operation(f"POST /v1/{one}") for one in ("pos", "transactions", "jurisdiction-changes"))


@dataclass(frozen=True)
class Carried:
    """An id in the body of an operation: its field, what it must be of, and the code of the refusal if it is not."""

    operation: Operation
    field: str
    entity_type: str
    code: str


CARRIED = [
    Carried(POS, "agent_id", "AGENT", "NO_SUCH_AGENT"),
    Carried(POS, "merchant_id", "MERCHANT", "NO_SUCH_MERCHANT"),
    Carried(POS, "market_id", "MARKET", "NO_SUCH_MARKET"),
    Carried(PAYMENT, "pos_id", "POS", "NO_SUCH_POS"),
    Carried(MOVE, "entity_id", "AGENT", "NO_SUCH_ENTITY"),
]
over = pytest.mark.parametrize("carried", CARRIED, ids=lambda one: f"{one.operation.name} {one.field}")


def ask_with(world: World, carried: Carried, one: str, caller: Caller = Caller.SUPERVISOR) -> Told:
    return world.ask(carried.operation, caller, body={**body_of(world, carried.operation), carried.field: one})


def is_not_found(told: Told, carried: Carried, entity_id: str) -> bool:
    header = told.only.header
    assert (header.entity_type, header.entity_id) == (carried.entity_type, entity_id)
    return refused(told, 404, carried.code, "UNAUTHORIZED_ACCESS_ATTEMPT", "DENIED", carried.operation)


def test_every_id_in_a_body_is_here(world: World) -> None:
    bodied = [one for one in MUTATIONS if one.body is not None]
    named = {(one.name, name) for one in bodied for name in body_of(world, one) if name.endswith("_id")}
    assert named == {(one.operation.name, one.field) for one in CARRIED} | OF_THE_DESK


@over
def test_an_id_of_nothing(world: World, carried: Carried) -> None:
    assert is_not_found(ask_with(world, carried, NOBODYS), carried, NOBODYS)


@over
def test_an_id_that_is_none(world: World, carried: Carried) -> None:
    told = ask_with(world, carried, "no-id")
    assert is_not_found(told, carried, "[withheld: text of 5]")
    assert b"no-id" not in told.answer.content


@over
def test_an_id_that_is_too_long(world: World, carried: Carried) -> None:
    assert failed(ask_with(world, carried, "x" * 300), carried.operation, 422, "INVALID_INPUT")


@over
def test_an_id_of_something_else(world: World, carried: Carried) -> None:
    other = world.targets[Where.OWN]["change_id"]
    assert is_not_found(ask_with(world, carried, other), carried, other)


@over
def test_an_id_of_another_jurisdiction(world: World, carried: Carried) -> None:
    far = world.targets[Where.ELSEWHERE]["agent_id" if carried.field == "entity_id" else carried.field]
    told = ask_with(world, carried, far)
    header = told.only.header
    assert (header.entity_type, header.entity_id) == (carried.entity_type, far)
    action, code = "ACCESS_OUTSIDE_JURISDICTION", "OUTSIDE_JURISDICTION"
    assert refused(told, 403, code, action, "DENIED", carried.operation)


@pytest.mark.parametrize("entity_type", ["MERCHANT", "POS"])
def test_an_id_of_another_type_than_is_said(world: World, entity_type: str) -> None:
    told = world.ask(MOVE, body={**body_of(world, MOVE), "entity_type": entity_type})
    assert refused(told, 404, "NO_SUCH_ENTITY", "UNAUTHORIZED_ACCESS_ATTEMPT", "DENIED", MOVE)
