"""Every cell of the matrix: each caller asks for each operation, on what is the own and in each of three places.

docs/permissions.md is written from the same expectations.
"""

import pytest

from tests.api.expected import Outcome, expected
from tests.api.operation import Caller, Operation
from tests.api.operations import OPERATIONS
from tests.api.world import World


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: f"{one.function} {one.name}")
def test_every_cell(world: World, operation: Operation) -> None:
    wrong = []
    for caller in Caller:
        for where in operation.wheres:
            world.restore()
            told = world.ask(operation, caller, where)
            found = Outcome(told.status, told.own.header.action, told.own.header.outcome.value)
            is_refused_once = found.outcome == "SUCCEEDED" or len(told.events) == 1
            if found != expected(operation, caller, where) or not is_refused_once:
                wrong.append((caller.value, where.value, told.status, told.recorded, told.answer.content[:200]))
    assert wrong == []


@pytest.mark.parametrize("operation", [one for one in OPERATIONS if one.is_placed], ids=lambda one: one.name)
def test_a_reach_beyond_tells_both_jurisdictions_to_the_log_alone(world: World, operation: Operation) -> None:
    for caller in operation.reach:
        for where in operation.wheres:
            if not operation.reach[caller].covers(where):
                world.restore()
                told = world.ask(operation, caller, where)
                facts = told.only.body["after"]
                assert facts["jurisdiction_of_entity"] == world.targets[where].place.shown()
                assert set(facts["jurisdiction_of_actor"]) == {"province", "district"}
                assert world.targets[where].place.district.encode() not in told.answer.content
