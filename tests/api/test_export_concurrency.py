"""Two jobs of a kind that one person asks for at the same moment: who is overtaken counts anew what is under way."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from lacre.exporting.places import MOST_AT_ONCE
from tests.api.meeting import Meeting, ids_of, sent_at_once, told_since
from tests.api.operation import Caller, Operation
from tests.api.operations import operation
from tests.api.world import World

pytestmark = pytest.mark.parametrize(
    "asking",
    [operation("POST /v1/audit/exports"), operation("POST /v1/audit/deep-searches")],
    ids=lambda one: one.path,
)


def test_two_at_once_are_both_asked_for_and_the_bound_holds(
    world: World, meeting: Meeting, two: ThreadPoolExecutor, asking: Operation
) -> None:
    request = world.request(asking, Caller.AUDITOR)
    known = ids_of(world)
    first = sent_at_once(world, two, *[(asking.function, request)] * 2)
    assert [one.status for one in first] == [202, 202]
    assert first[0].json["id"] != first[1].json["id"]
    assert told_since(world, known) == [(asking.action, "SUCCEEDED")] * 2
    later = [world.send(asking.function, request).status for _ in range(MOST_AT_ONCE - 1)]
    assert later == [202] * (MOST_AT_ONCE - 2) + [429]
    assert told_since(world, known)[0] == (asking.action, "DENIED")


def test_of_two_at_once_one_takes_the_last_place(
    world: World, request: pytest.FixtureRequest, two: ThreadPoolExecutor, asking: Operation
) -> None:
    asked = world.request(asking, Caller.AUDITOR)
    before = [world.send(asking.function, asked).status for _ in range(MOST_AT_ONCE - 1)]
    assert before == [202] * (MOST_AT_ONCE - 1)
    request.getfixturevalue("meeting")
    known = ids_of(world)
    last = sent_at_once(world, two, *[(asking.function, asked)] * 2)
    assert sorted(one.status for one in last) == [202, 429]
    assert told_since(world, known) == [(asking.action, "DENIED"), (asking.action, "SUCCEEDED")]


def test_one_that_is_sent_twice_at_once_is_asked_for_once(
    world: World, meeting: Meeting, two: ThreadPoolExecutor, asking: Operation
) -> None:
    request = world.request(asking, Caller.AUDITOR, headers={"Idempotency-Key": "key-one"})
    known = ids_of(world)
    first, again = sent_at_once(world, two, *[(asking.function, request)] * 2)
    assert (first.status, first.json["id"]) == (again.status, again.json["id"])
    assert [one.header.action for one in world.events(without=known)] == [asking.action]
