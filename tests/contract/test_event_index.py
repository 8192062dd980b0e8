"""One promise, two keepers: slices of the indexes, and rows as they are."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from lacre.aws.event_index import EventIndexes
from lacre.aws.event_rows import EventRows
from lacre.aws.events_table import EventsTable
from lacre.model import moment
from lacre.model.event import ReceiptedEvent
from lacre.model.filters import Filters, Selection
from lacre.model.partition import index_keys
from lacre.model.vocabulary import Severity
from lacre.ports.events import Index, Slice, position_of
from lacre.ports.rows import HeaderIndex, RowReader, UnreadableRow
from lacre.searching.search import Search
from tests.fakes.ambient import START, ManualClock
from tests.fakes.crash import Steps
from tests.fakes.events import MemoryEvents
from tests.fakes.ordered_events import OrderedEvents
from tests.fakes.rows import MemoryRows
from tests.fakes.sealing import MemoryHeads
from tests.tables import create
from tests.unit.searching.population import event

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

CORRELATION = "0194a000-0000-7000-8000-000000000001"
LOW, HIGH = "1970-01-01T00:00:00.000Z", "9999-01-01T00:00:00.000Z"
ATTRIBUTES = {
    Index.TIME: "time_bucket",
    Index.ENTITY: "entity_key",
    Index.ACTOR: "actor_key",
    Index.CORRELATION: "correlation_key",
    Index.CRITICAL: "critical_bucket",
}


@dataclass(frozen=True)
class Keeper:
    index: HeaderIndex
    rows: RowReader
    add: Callable[[ReceiptedEvent], None]


def in_memory() -> Keeper:
    events = MemoryEvents()
    return Keeper(events, MemoryRows(events), lambda stored: events.append([stored]))


def in_order() -> Keeper:
    events = OrderedEvents()
    return Keeper(events, MemoryRows(events), lambda stored: events.add([stored]))


def on(dynamodb: "DynamoDBClient") -> Keeper:
    create(dynamodb, "events")
    table = EventsTable(dynamodb, "events")
    return Keeper(
        EventIndexes(dynamodb, "events"), EventRows(dynamodb, "events"), lambda stored: table.append([stored])
    )


@pytest.fixture(params=["memory", "ordered", "dynamodb"])
def keeper(request: pytest.FixtureRequest, dynamodb: "DynamoDBClient") -> Keeper:
    if request.param == "dynamodb":
        return on(dynamodb)
    return in_memory() if request.param == "memory" else in_order()


def critical(count: int) -> list[ReceiptedEvent]:
    """Events that stand in every index, each in the same partition of it."""
    made = (
        event(START + number, severity=Severity.CRITICAL, correlation_id=CORRELATION) for number in range(99 * count)
    )
    shard = [one for one in made if index_keys(one.event.header)["time_bucket"].endswith("#0")]
    return shard[:count]


@pytest.mark.parametrize("index", list(Index))
def test_a_slice_is_read_in_order_and_without_its_bounds(keeper: Keeper, index: Index) -> None:
    events = critical(5)
    for stored in events:
        keeper.add(stored)
    headers = [stored.event.header for stored in events]
    positions = [position_of(one.recorded_at, one.id) for one in headers]
    key = index_keys(headers[0])[ATTRIBUTES[index]]
    whole = Slice(index, key, LOW, HIGH)
    assert keeper.index.headers(whole, ascending=True, limit=9) == headers
    assert keeper.index.headers(whole, ascending=False, limit=9) == headers[::-1]
    assert keeper.index.headers(whole, ascending=True, limit=2) == headers[:2]
    inside = Slice(index, key, positions[0], positions[4])
    assert keeper.index.headers(inside, ascending=True, limit=3) == headers[1:4]
    assert keeper.index.headers(inside, ascending=False, limit=3) == headers[3:0:-1]
    assert keeper.index.headers(inside, ascending=False, limit=1) == [headers[3]]
    from_a_moment = Slice(index, key, headers[2].recorded_at, headers[4].recorded_at)
    assert keeper.index.headers(from_a_moment, ascending=True, limit=9) == headers[2:4]
    assert keeper.index.headers(Slice(index, "nothing", LOW, HIGH), ascending=True, limit=9) == []


def test_rows_are_read_as_they_are_and_absent_ones_left_out(keeper: Keeper) -> None:
    (stored,) = critical(1)
    keeper.add(stored)
    event_id = stored.event.header.id
    rows = keeper.rows.rows([event_id, CORRELATION, event_id])
    assert set(rows) == {event_id}
    assert rows[event_id].header.encode() == stored.event.header_bytes
    assert rows[event_id].body.encode() == stored.event.body_bytes
    assert rows[event_id].receipt == stored.receipt


def test_more_rows_than_one_call_reads(dynamodb: "DynamoDBClient") -> None:
    keeper = on(dynamodb)
    events = critical(3)
    for stored in events:
        keeper.add(stored)
    absent = [event(START).event.header.id for _ in range(150)]
    wanted = [events[0].event.header.id, *absent, events[2].event.header.id]
    assert set(keeper.rows.rows(wanted)) == {wanted[0], wanted[-1]}


@pytest.mark.parametrize("damage", ["cut", "moved"])
def test_a_row_that_somebody_changed_is_told_of(dynamodb: "DynamoDBClient", damage: str) -> None:
    keeper = on(dynamodb)
    events = critical(3)
    for stored in events:
        keeper.add(stored)
    header = events[1].event.header
    changed = (
        events[1].event.header_bytes[:-1].decode()
        if damage == "cut"
        else events[1].event.header_bytes.decode().replace(header.recorded_at, moment.to_text(START - 60_000))
    )
    dynamodb.update_item(
        TableName="events",
        Key={"id": {"S": header.id}},
        UpdateExpression="SET header = :changed",
        ExpressionAttributeValues={":changed": {"S": changed}},
    )
    clock = ManualClock(START + 60_000)
    with ThreadPoolExecutor(4) as pool:
        search = Search(keeper.index, keeper.rows, MemoryHeads(Steps()), clock, pool)
        page = search.page(Selection(Filters(action="BLOCK_POS")), ascending=True, limit=5)
    assert page.events == [UnreadableRow(header.id, position_of(header.recorded_at, header.id))]
    assert page.scanned == 3


@pytest.mark.parametrize("ascending", [True, False])
def test_words_of_the_description_are_found_page_by_page(keeper: Keeper, ascending: bool) -> None:
    events = [event(START + number, name=name) for number, name in enumerate(["Ana", "Rui", "Ana", "Rui", "Ana"])]
    for stored in events:
        keeper.add(stored)
    found, cursor = [], None
    with ThreadPoolExecutor(4) as pool:
        search = Search(keeper.index, keeper.rows, MemoryHeads(Steps()), ManualClock(START + 60_000), pool)
        while True:
            asked = Selection(Filters(actor_id=events[0].event.header.actor_id), "ANA created")
            page = search.page(asked, ascending=ascending, limit=1, cursor=cursor)
            found += [entry.id for entry in page.events]
            cursor = page.cursor
            if cursor is None:
                break
    expected = [stored.event.header.id for stored in events[::2]]
    assert found == (expected if ascending else expected[::-1])
