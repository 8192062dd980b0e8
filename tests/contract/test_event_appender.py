"""One promise, two keepers: the fake in memory and the DynamoDB adapter append alike."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from lacre.aws.events_table import EventsTable
from lacre.aws.transaction import put_new
from lacre.model.event import ReceiptedEvent
from lacre.ports.errors import DuplicateEventError, StateConflictError
from lacre.ports.events import StateWrite
from tests.fakes.drafts import agent_created, events
from tests.fakes.events import MemoryEvents, MemoryWrite
from tests.fakes.trail import MemoryTrail
from tests.tables import create

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


@dataclass(frozen=True)
class Keeper:
    """An events table; a state write that succeeds once for each name; and the names that were written."""

    table: MemoryEvents | EventsTable
    write: Callable[[str], StateWrite]
    written: Callable[[], set[str]]


def in_memory() -> Keeper:
    names: set[str] = set()

    def write(name: str) -> StateWrite:
        return MemoryWrite(lambda: name not in names, lambda: names.add(name))

    return Keeper(MemoryEvents(), write, lambda: set(names))


def on(dynamodb: "DynamoDBClient") -> Keeper:
    create(dynamodb, "events")
    create(dynamodb, "network")

    def written() -> set[str]:
        return {item["pk"]["S"] for item in dynamodb.scan(TableName="network", ConsistentRead=True)["Items"]}

    table = EventsTable(dynamodb, "events")
    return Keeper(table, lambda name: put_new("network", {"pk": {"S": name}}, "pk"), written)


@pytest.fixture(params=["memory", "dynamodb"])
def keeper(request: pytest.FixtureRequest, dynamodb: "DynamoDBClient") -> Keeper:
    return in_memory() if request.param == "memory" else on(dynamodb)


def stored(count: int) -> Sequence[ReceiptedEvent]:
    return events(count)


def test_what_is_appended_is_read_back_as_it_was(keeper: Keeper) -> None:
    (event,) = stored(1)
    keeper.table.append([event])
    assert keeper.table.event(event.event.header.id) == event
    assert keeper.table.event("nobody") is None


def test_state_and_events_are_written_together(keeper: Keeper) -> None:
    first, second = stored(2)
    keeper.table.append([first, second], [keeper.write("a"), keeper.write("b")])
    assert keeper.written() == {"a", "b"}
    assert keeper.table.event(second.event.header.id) == second


def test_a_failed_condition_writes_nothing(keeper: Keeper) -> None:
    first, second = stored(2)
    keeper.table.append([first], [keeper.write("a")])
    with pytest.raises(StateConflictError):
        keeper.table.append([second], [keeper.write("b"), keeper.write("a")])
    assert keeper.written() == {"a"}
    assert keeper.table.event(second.event.header.id) is None


def test_the_same_bytes_again_count_as_written(keeper: Keeper) -> None:
    first, second = stored(2)
    keeper.table.append([first])
    keeper.table.append([first])
    keeper.table.append([second], [keeper.write("a")])
    keeper.table.append([second], [keeper.write("a")])
    assert keeper.written() == {"a"}


def test_other_bytes_under_a_taken_id_are_refused(keeper: Keeper) -> None:
    (event,) = stored(1)
    draft = replace(agent_created(9), id=event.event.header.id)
    other = MemoryTrail().recorder().prepare(draft)
    keeper.table.append([event])
    with pytest.raises(DuplicateEventError):
        keeper.table.append([other])
    with pytest.raises(DuplicateEventError):
        keeper.table.append([other], [keeper.write("a")])
    assert keeper.table.event(event.event.header.id) == event
    assert keeper.written() == set()


def test_of_concurrent_writers_of_one_state_exactly_one_wins(keeper: Keeper) -> None:
    def attempt(event: ReceiptedEvent) -> bool:
        try:
            keeper.table.append([event], [keeper.write("a")])
        except StateConflictError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(attempt, stored(8)))
    assert won.count(True) == 1
