"""Ids of the hedge desk that must not be taken, in paths of readings and in bodies: of nothing, of something else."""

from dataclasses import dataclass, replace

import pytest

from tests.api.operation import Operation, Where
from tests.api.operations import OPERATIONS, operation
from tests.api.test_hostile_requests import NOBODYS, body_of, failed, over, refused
from tests.api.world import World

LINKING, WHAT_IF = operation("POST /v1/linkages"), operation("POST /v1/scenario/what-if/run")
SETTLEMENT = operation("POST /v1/cashflow/contracts/{contract_id}/settle")
MARK, PROFIT = operation("POST /v1/mtm/snapshots"), operation("POST /v1/pl/snapshots")
VALUED = {MARK.name: "object", PROFIT.name: "entity"}
LINKED = {"order_id": "ORDER", "contract_id": "CONTRACT"}
OF_THE_DESK = {
    *((LINKING.name, name) for name in LINKED),
    *((one, f"{name}_id") for one, name in VALUED.items()),
    (SETTLEMENT.name, "source_event_id"),
}
"""Every id in a body, by operation and field."""
NO_EVENTS = [
    *(NOBODYS.upper(), NOBODYS.replace("-", ""), f"{{{NOBODYS}}}", "x" * 65),
    *("", " ", "a b", "a#b", "evt-\u0661", "4111-1111-1111-1111", "eyJhbGciOiJFUzI"),
]
READINGS = [one for one in OPERATIONS if one.function == "hedge" and not one.mutates and one.parameters]
KEPT = [one for one in OPERATIONS if one.entity_type == "SNAPSHOT" and not one.mutates]


@dataclass(frozen=True)
class Wrong:
    """An id that is none of what it should be of, and how the log may name it."""

    sent: str
    kept: str


NONE = Wrong("no-id", "[withheld: text of 5]")
WRONG = {"nobody's": Wrong(NOBODYS, NOBODYS), "malformed": NONE}
wrongly = pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)


@over(READINGS)
@pytest.mark.parametrize("one", [NOBODYS, NOBODYS.upper(), "no-id", "%2e%2e", "x" * 300])
def test_a_reading_of_nothing(world: World, operation: Operation, one: str) -> None:
    ids = {**dict.fromkeys(world.targets[Where.OWN].ids, one), "kind": "hedge_contract"}
    told = world.ask(operation, ids=ids)
    assert (told.status, told.recorded) == (404, [("UNAUTHORIZED_ACCESS_ATTEMPT", "DENIED")])


@over(READINGS)
def test_a_reading_of_something_else(world: World, operation: Operation) -> None:
    target = world.targets[Where.OWN]
    other = {"order_id": target["contract_id"], "contract_id": target["order_id"], "linkage_id": target["order_id"]}
    told = world.ask(operation, ids=other)
    assert (told.status, told.recorded) == (404, [("UNAUTHORIZED_ACCESS_ATTEMPT", "DENIED")])


@wrongly
@pytest.mark.parametrize("field", LINKED)
def test_what_is_not_there_is_not_linked(world: World, field: str, wrong: Wrong) -> None:
    """Counted among the attempts at ids, as an id in a path is."""
    told = world.ask(LINKING, body={**body_of(world, LINKING), field: wrong.sent})
    entity = LINKED[field]
    assert refused(told, 404, f"NO_SUCH_{entity}", "UNAUTHORIZED_ACCESS_ATTEMPT", "DENIED", LINKING)
    assert (told.only.header.entity_type, told.only.header.entity_id) == (entity, wrong.kept)
    assert wrong.sent.encode() not in told.answer.content


@pytest.mark.parametrize("field", LINKED)
def test_an_id_of_the_other_side_is_not_linked(world: World, field: str) -> None:
    (other,) = [name for name in LINKED if name != field]
    body = body_of(world, LINKING)
    told = world.ask(LINKING, body={**body, field: body[other]})
    assert refused(told, 404, f"NO_SUCH_{LINKED[field]}", "UNAUTHORIZED_ACCESS_ATTEMPT", "DENIED", LINKING)


@over([LINKING, MARK, PROFIT])
def test_an_id_that_is_too_long(world: World, operation: Operation) -> None:
    for name in [name for of, name in OF_THE_DESK if of == operation.name]:
        told = world.ask(operation, body={**body_of(world, operation), name: "x" * 300})
        assert failed(told, operation, 422, "INVALID_INPUT")


@wrongly
@pytest.mark.parametrize("kind", ["hedge_contract", "order"])
@over([MARK, PROFIT])
def test_what_is_not_there_is_not_valued(world: World, operation: Operation, kind: str, wrong: Wrong) -> None:
    name = VALUED[operation.name]
    entity = "ORDER" if kind == "order" else "CONTRACT"
    told = world.ask(operation, body={**body_of(world, operation), f"{name}_type": kind, f"{name}_id": wrong.sent})
    assert refused(told, 404, f"NO_SUCH_{entity}", "UNAUTHORIZED_ACCESS_ATTEMPT", "DENIED", operation)
    header = told.only.header
    assert (header.entity_type, header.entity_id) == (entity, wrong.kept)
    assert wrong.sent.encode() not in told.answer.content


@over(KEPT)
def test_a_snapshot_that_nobody_took(world: World, operation: Operation) -> None:
    days = {name: "2026-01-31" for name in operation.query if name in ("as_of_date", "period_end")}
    told = world.ask(replace(operation, query={**operation.query, **days}))
    assert refused(told, 404, "NO_SUCH_SNAPSHOT", "UNAUTHORIZED_ACCESS_ATTEMPT", "DENIED", operation)


@pytest.mark.parametrize("one", NO_EVENTS)
def test_an_event_has_an_id_that_is_no_secret(world: World, one: str) -> None:
    told = world.ask(SETTLEMENT, body={**body_of(world, SETTLEMENT), "source_event_id": one})
    assert failed(told, SETTLEMENT, 422, "INVALID_INPUT")


@wrongly
def test_a_scenario_adjusts_no_order_that_is_not_there(world: World, wrong: Wrong) -> None:
    body = body_of(world, WHAT_IF)
    deltas = [{**one, "order_id": wrong.sent} if "order_id" in one else one for one in body["deltas"]]
    told = world.ask(WHAT_IF, body={**body, "deltas": deltas})
    assert refused(told, 404, "NO_SUCH_ORDER", "UNAUTHORIZED_ACCESS_ATTEMPT", "DENIED", WHAT_IF)
    assert wrong.sent.encode() not in told.answer.content


def test_a_scenario_adds_no_contract_that_is_there(world: World) -> None:
    body, known = body_of(world, WHAT_IF), world.targets[Where.OWN]["contract_id"]
    deltas = [{**one, "contract_id": known} if "contract_id" in one else one for one in body["deltas"]]
    assert failed(world.ask(WHAT_IF, body={**body, "deltas": deltas}), WHAT_IF, 409, "CONTRACT_EXISTS")
