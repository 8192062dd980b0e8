"""What reconciliation keeps, and the table as a whole: the fakes and the DynamoDB adapters keep the same promises."""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from lacre.aws.events_table import EventsTable
from lacre.aws.reconciliation_scan import EventsScan
from lacre.aws.reconciliation_state import ReconciliationState
from lacre.model.event import ReceiptedEvent
from lacre.ports.errors import StoreUnavailableError
from lacre.ports.reconciling import Kept, KeptState, Kind, ScannedRow, WholeTable
from tests.fakes.drafts import events
from tests.fakes.events import MemoryEvents
from tests.fakes.reconciling import MemoryState, MemoryTable
from tests.tables import create

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

Filled = tuple[WholeTable, Callable[[ReceiptedEvent], None]]


@pytest.fixture(params=["memory", "dynamodb"])
def state(request: pytest.FixtureRequest, dynamodb: "DynamoDBClient") -> KeptState:
    return MemoryState() if request.param == "memory" else ReconciliationState(dynamodb, create(dynamodb, "counters"))


@pytest.fixture(params=["memory", "dynamodb"])
def table(request: pytest.FixtureRequest, dynamodb: "DynamoDBClient") -> Filled:
    if request.param == "memory":
        memory = MemoryEvents()
        return MemoryTable(memory), lambda stored: memory.append([stored])
    on_dynamodb = EventsTable(dynamodb, create(dynamodb, "events"))
    return EventsScan(dynamodb, "events"), lambda stored: on_dynamodb.append([stored])


def test_what_is_kept_begins_empty_and_is_read_back(state: KeptState) -> None:
    begun = state.read(Kind.RECONCILIATION, "fresh")
    assert begun == Kept(Kind.RECONCILIATION, "fresh", "", 0)
    kept = state.replace(begun, "here")
    assert kept == Kept(Kind.RECONCILIATION, "fresh", "here", 1) == state.read(Kind.RECONCILIATION, "fresh")
    assert state.replace(kept, "") == state.read(Kind.RECONCILIATION, "fresh") == Kept(kept.kind, "fresh", "", 2)


def test_only_what_is_still_as_it_was_is_replaced(state: KeptState) -> None:
    begun = state.read(Kind.RECONCILIATION, "round")
    kept = state.replace(begun, "first")
    assert kept is not None
    assert state.replace(begun, "second") is None
    assert state.replace(kept, "third") is not None
    assert state.replace(kept, "fourth") is None
    assert state.read(Kind.RECONCILIATION, "round").text == "third"


def test_of_many_at_once_one_replaces(state: KeptState) -> None:
    begun = state.read(Kind.RECONCILIATION, "scan")
    with ThreadPoolExecutor(8) as threads:
        replaced = list(threads.map(lambda number: state.replace(begun, str(number)), range(8)))
    (winner,) = [kept for kept in replaced if kept is not None]
    assert state.read(Kind.RECONCILIATION, "scan") == winner


def test_all_of_a_kind_are_listed_by_name_and_no_others(state: KeptState) -> None:
    for kind, name in ((Kind.PRODUCER, "p-2"), (Kind.PRODUCER, "p-1"), (Kind.RECONCILIATION, "time")):
        state.replace(state.read(kind, name), "x" * 1000)
    assert [kept.name for kept in state.all_of(Kind.PRODUCER)] == ["p-1", "p-2"]


def test_the_whole_table_is_read_page_by_page_each_row_once(table: Filled) -> None:
    whole, add = table
    recorded = events(25)
    for stored in random.Random(1).sample(recorded, 25):
        add(stored)
    found: list[ScannedRow] = []
    after, pages = None, 0
    while pages == 0 or after is not None:
        page = whole.page(after, 10)
        assert len(page.rows) <= 10
        found += page.rows
        after = page.after
        pages += 1
    assert len(found) == 25
    assert {row.event_id: (row.header, row.misplaced) for row in found} == {
        stored.event.header.id: (stored.event.header, None) for stored in recorded
    }


def test_an_empty_table_is_one_page(table: Filled) -> None:
    assert (list(table[0].page(None, 10).rows), table[0].page(None, 10).after) == ([], None)


FORGERIES: dict[str, dict[str, Any]] = {
    "a position": {"position": {"S": "2020-01-01T00:00:00.000Z#x"}},
    "an hour": {"time_bucket": {"S": "2020-01-01T00#1"}},
    "no hour": {"time_bucket": None},
    "no entity": {"entity_key": None},
    "no actor": {"actor_key": None},
    "a correlation that it has not": {"correlation_key": {"S": "0194a000-0000-7000-8000-000000000001"}},
    "a source": {"source": {"S": "DETECTOR"}},
}


@pytest.mark.parametrize("forgery", FORGERIES.values(), ids=FORGERIES)
def test_a_row_that_the_indexes_hold_elsewhere_is_told_by_what_stands_there(
    dynamodb: "DynamoDBClient", forgery: dict[str, Any]
) -> None:
    create(dynamodb, "events")
    (stored,) = events(1)
    EventsTable(dynamodb, "events").append([stored])
    (item,) = dynamodb.scan(TableName="events")["Items"]
    forged = {name: value for name, value in {**item, **forgery}.items() if value is not None}
    dynamodb.put_item(TableName="events", Item=forged)
    (row,) = EventsScan(dynamodb, "events").page(None, 10).rows
    assert row.header == stored.event.header
    assert row.misplaced is not None


def test_what_no_index_is_keyed_by_may_be_missing(dynamodb: "DynamoDBClient") -> None:
    create(dynamodb, "events")
    (stored,) = events(1)
    EventsTable(dynamodb, "events").append([stored])
    (item,) = dynamodb.scan(TableName="events")["Items"]
    dynamodb.put_item(TableName="events", Item={name: value for name, value in item.items() if name != "source"})
    (row,) = EventsScan(dynamodb, "events").page(None, 10).rows
    assert row.misplaced is None


@pytest.mark.parametrize("header", [None, {"S": "garbage"}, {"N": "7"}])
def test_a_row_without_a_header_is_told_of(dynamodb: "DynamoDBClient", header: dict[str, str] | None) -> None:
    create(dynamodb, "events")
    item: dict[str, Any] = {"id": {"S": "x"}, **({"header": header} if header else {})}
    dynamodb.put_item(TableName="events", Item=item)
    (row,) = EventsScan(dynamodb, "events").page(None, 10).rows
    assert (row.event_id, row.header) == ("x", None)


def test_another_event_under_an_id_is_no_event_of_that_id(dynamodb: "DynamoDBClient") -> None:
    create(dynamodb, "events")
    (stored,) = events(1)
    EventsTable(dynamodb, "events").append([stored])
    (item,) = dynamodb.scan(TableName="events")["Items"]
    dynamodb.put_item(TableName="events", Item={**item, "id": {"S": "0-other"}})
    first = EventsScan(dynamodb, "events").page(None, 10).rows
    assert {row.event_id: row.header is None for row in first} == {stored.event.header.id: False, "0-other": True}


def test_without_the_tables_the_store_is_unavailable(dynamodb: "DynamoDBClient") -> None:
    state = ReconciliationState(dynamodb, "absent")
    for call in (
        lambda: state.read(Kind.PRODUCER, "p"),
        lambda: state.replace(Kept(Kind.PRODUCER, "p"), "x"),
        lambda: list(state.all_of(Kind.PRODUCER)),
        lambda: EventsScan(dynamodb, "absent").page(None, 1),
    ):
        with pytest.raises(StoreUnavailableError):
            call()
