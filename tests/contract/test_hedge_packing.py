"""One promise, two keepers: fresh rows, pages and directory in memory and on DynamoDB."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING

import pytest

from hedge.aws.packed_ledger_table import PackedLedgerTable
from hedge.packing.pack_ledger import PackLedger
from hedge.packing.plan import page_entry
from hedge.packing.positions import WHOLE, row_of
from hedge.packing.read_lines import ReadLines
from hedge.ports.packing import Directory, FreshRow, Lines, PackedLedger
from lacre.aws.events_table import EventsTable
from lacre.ports.errors import StateConflictError, StoreUnavailableError
from tests.fakes.ambient import SeededEntropy, TickingClock
from tests.fakes.commits import committing
from tests.fakes.hedge_entries import settlements
from tests.fakes.hedge_packing import MemoryPackedLedger
from tests.tables import create

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

ROWS = sorted((row_of(one) for one in settlements(60, 8)), key=lambda row: row.position)
LINES = [line for row in ROWS for line in row.lines]


@dataclass(frozen=True)
class Keeper:
    ledger: PackedLedger
    append: Callable[[FreshRow], None]

    def fresh(self) -> list[FreshRow]:
        return list(self.ledger.fresh(WHOLE.low, WHOLE.high, 1000))

    def put(self, before: Directory, *pages: tuple[str, Lines]) -> Directory:
        after = Directory(before.version + 1, tuple(page_entry(name, lines) for name, lines in pages))
        known = {page.id for page in before.pages}
        self.ledger.replace(before, after, {name: lines for name, lines in pages if name not in known})
        return after


@pytest.fixture(params=["memory", "dynamodb"])
def keeper(request: pytest.FixtureRequest, dynamodb: "DynamoDBClient") -> Iterator[Keeper]:
    if request.param == "memory":
        memory = MemoryPackedLedger()
        yield Keeper(memory, memory.append)
        return
    ledger = PackedLedgerTable(dynamodb, create(dynamodb, "ledger"))
    commit = committing(EventsTable(dynamodb, create(dynamodb, "events")))
    yield Keeper(ledger, lambda row: commit([ledger.adding(row)]))


def test_fresh_rows_are_found_in_order_within_bounds(keeper: Keeper) -> None:
    for row in ROWS[::-1]:
        keeper.append(row)
    assert keeper.fresh() == ROWS
    low, high = ROWS[10].position, ROWS[20].position
    assert keeper.ledger.fresh(low, f"{high}~", 1000) == ROWS[10:21]
    assert keeper.ledger.fresh(low, f"{high}~", 4) == ROWS[10:14]
    assert keeper.ledger.fresh(f"{ROWS[-1].position}~", "~", 4) == []


def test_rows_are_forgotten_once_and_again(keeper: Keeper) -> None:
    for row in ROWS:
        keeper.append(row)
    gone = [row.position for row in ROWS[:55]]
    keeper.ledger.forget(gone)
    keeper.ledger.forget(gone)
    keeper.ledger.forget([])
    assert keeper.fresh() == ROWS[55:]


def test_a_directory_is_put_with_its_pages(keeper: Keeper) -> None:
    assert keeper.ledger.directory() == Directory()
    first = keeper.put(Directory(), ("a", LINES[:10]), ("b", LINES[10:20]))
    assert keeper.ledger.directory() == first
    assert keeper.ledger.pages(["a", "b", "c"]) == {"a": LINES[:10], "b": LINES[10:20]}
    second = keeper.put(first, ("a", LINES[:10]), ("c", LINES[10:30]))
    assert keeper.ledger.directory() == second
    assert keeper.ledger.pages(["a", "b", "c"]) == {"a": LINES[:10], "c": LINES[10:30]}
    assert keeper.ledger.pages([]) == {}


def test_a_directory_that_is_not_the_one_before_any_more_is_not_replaced(keeper: Keeper) -> None:
    first = keeper.put(Directory(), ("a", LINES[:10]))
    second = keeper.put(first, ("b", LINES[:20]))
    for before in (Directory(), first):
        with pytest.raises(StateConflictError):
            keeper.put(before, ("c", LINES[:30]))
    assert keeper.ledger.directory() == second
    assert keeper.ledger.pages(["a", "b", "c"]) == {"b": LINES[:20]}


def test_no_page_is_put_in_the_place_of_another(keeper: Keeper) -> None:
    first = keeper.put(Directory(), ("a", LINES[:10]))
    after = Directory(2, (page_entry("a", LINES[:30]),))
    with pytest.raises(StateConflictError):
        keeper.ledger.replace(first, after, {"a": LINES[:30]})
    assert keeper.ledger.pages(["a"]) == {"a": LINES[:10]}
    assert keeper.ledger.directory() == first


def test_packers_at_once_and_readers_leave_one_list(keeper: Keeper) -> None:
    """Each of the threads packs what it finds, while rows are appended and read."""
    read, appended = ReadLines(keeper.ledger), Event()

    def pack(seed: int) -> None:
        run = PackLedger(keeper.ledger, TickingClock(), SeededEntropy(seed))
        while not appended.is_set():
            run()

    def look() -> None:
        while not appended.is_set():
            before = ROWS[: len(done)]
            lines = read(None, None, None, 10_000).lines
            assert list(lines) == sorted(set(lines))
            assert {line for row in before for line in row.lines} <= set(lines) <= set(LINES)

    done: list[FreshRow] = []
    with ThreadPoolExecutor(4) as threads:
        others = [threads.submit(pack, 1), threads.submit(pack, 2), threads.submit(look)]
        try:
            for row in ROWS:
                keeper.append(row)
                done.append(row)
        finally:
            appended.set()
        for one in others:
            one.result()
    PackLedger(keeper.ledger, TickingClock(), SeededEntropy(3))()
    assert keeper.fresh() == []
    assert list(read(None, None, None, 10_000).lines) == LINES


def test_without_the_table_the_store_is_unavailable(dynamodb: "DynamoDBClient") -> None:
    keeper = Keeper(PackedLedgerTable(dynamodb, "absent", lambda _: None), lambda _: None)
    for call in (
        keeper.fresh,
        keeper.ledger.directory,
        lambda: keeper.ledger.pages(["a"]),
        lambda: keeper.put(Directory(), ("a", LINES)),
        lambda: keeper.ledger.forget(["a"]),
    ):
        with pytest.raises(StoreUnavailableError):
            call()
