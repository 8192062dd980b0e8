"""One promise, several keepers: the ledger in memory, and on DynamoDB fresh, packed and half packed."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from hedge.aws.ledger_table import LedgerTable
from hedge.aws.packed_ledger_table import PackedLedgerTable
from hedge.model.ledger import LedgerEntry
from hedge.packing.pack_ledger import PackLedger
from hedge.ports.ledger import Ledger
from lacre.aws.events_table import EventsTable
from lacre.ports.errors import StateConflictError, StoreUnavailableError
from lacre.ports.paging import BadPositionError
from tests.fakes.ambient import SeededEntropy, TickingClock
from tests.fakes.commits import Commit, committing
from tests.fakes.events import MemoryEvents
from tests.fakes.hedge_entries import FIRST_DAY, lines_of, settlement, settlements
from tests.fakes.hedge_ledger import MemoryLedger
from tests.tables import create

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

AT_ONCE = 50


@dataclass(frozen=True)
class Keeper:
    """`pack` packs what is fresh, where there is a packer."""

    ledger: Ledger
    commit: Commit
    pack: Callable[[], object]

    def fill(self, count: int = 24, days: int = 4) -> Sequence[bytes]:
        """Settlements of days in no order, their first part packed; gives all their lines in order."""
        made = list(settlements(count, days))
        for number, one in enumerate(made):
            self.commit(self.ledger.adding(one))
            if number == count * 2 // 3:
                self.pack()
        return lines_of(made)

    def paged(self, limit: int, start: date | None = None, end: date | None = None) -> list[bytes]:
        found: list[bytes] = []
        after: str | None = None
        while True:
            page = self.ledger.within(start, end, after, limit)
            assert len(page.lines) == limit or page.next is None
            found += page.lines
            if page.next is None:
                return found
            after = page.next


@pytest.fixture(params=["memory", "fresh", "packed"])
def keeper(request: pytest.FixtureRequest, dynamodb: "DynamoDBClient") -> Keeper:
    if request.param == "memory":
        return Keeper(MemoryLedger(), committing(MemoryEvents()), lambda: 0)
    table, events = create(dynamodb, "ledger"), create(dynamodb, "events")
    pack = PackLedger(PackedLedgerTable(dynamodb, table), TickingClock(), SeededEntropy())
    is_packed = request.param == "packed"
    return Keeper(
        LedgerTable(dynamodb, table), committing(EventsTable(dynamodb, events)), pack if is_packed else lambda: 0
    )


def day(number: int) -> date:
    return FIRST_DAY + timedelta(days=number)


def test_a_settlements_entries_are_found_by_contract_and_by_event(keeper: Keeper) -> None:
    made = settlement(1)
    keeper.commit(keeper.ledger.adding(made))
    keeper.commit(keeper.ledger.adding(settlement(2)))
    keeper.pack()
    assert keeper.ledger.of_contract(made[0].contract_id) == made
    assert keeper.ledger.of_event(made[0].source_event_id) == made
    assert keeper.ledger.of_contract(made[0].source_event_id) == []
    assert keeper.ledger.of_event("another") == []


@pytest.mark.parametrize("limit", [1, 2, 5, 48, 10_000])
def test_pages_of_any_length_make_one_sorted_list(keeper: Keeper, limit: int) -> None:
    lines = keeper.fill()
    assert keeper.paged(limit) == lines


@pytest.mark.parametrize(("start", "end"), [(1, 2), (0, 0), (None, 1), (2, None), (3, 9), (9, 10), (2, 1)])
def test_days_bound_the_list_both_inclusive(keeper: Keeper, start: int | None, end: int | None) -> None:
    lines = keeper.fill()
    first, last = (None if one is None else day(one) for one in (start, end))
    low, high = str(first or date.min).encode(), str(last or date.max).encode()
    within = [line for line in lines if low <= line[18:28] <= high]
    assert keeper.paged(3, first, last) == within
    assert keeper.paged(10_000, first, last) == within


def test_an_empty_ledger_has_one_empty_page(keeper: Keeper) -> None:
    assert keeper.paged(10) == []
    assert keeper.pack() == 0


def test_what_is_added_later_stands_in_its_place_and_a_cursor_stays_good(keeper: Keeper) -> None:
    for number in range(0, 20, 2):
        keeper.commit(keeper.ledger.adding(settlement(number, day(number))))
    first = keeper.ledger.within(None, None, None, 9)
    keeper.pack()
    for number in range(1, 20, 2):
        keeper.commit(keeper.ledger.adding(settlement(number, day(number))))
    keeper.pack()
    everything = lines_of([settlement(number, day(number)) for number in range(20)])
    rest = keeper.ledger.within(None, None, first.next, 10_000).lines
    assert list(rest) == everything[everything.index(first.lines[-1]) + 1 :]
    assert keeper.paged(7) == everything


@pytest.mark.parametrize("position", ["", "x", "2026-01-02", "2026-01-02#x"])
def test_what_is_no_position_is_refused(keeper: Keeper, position: str) -> None:
    keeper.fill(2)
    with pytest.raises(BadPositionError):
        keeper.ledger.within(None, None, position, 10)


def test_a_position_of_other_days_is_refused(keeper: Keeper) -> None:
    keeper.fill()
    position = keeper.ledger.within(day(1), day(1), None, 1).next
    assert keeper.ledger.within(day(1), day(1), position, 100).lines
    for start, end in ((day(2), day(3)), (None, day(0))):
        with pytest.raises(BadPositionError):
            keeper.ledger.within(start, end, position, 100)


def test_a_contract_and_an_event_are_settled_once(keeper: Keeper) -> None:
    made, other = settlement(1), settlement(2)
    keeper.commit(keeper.ledger.adding(made))
    keeper.pack()
    same_contract = [replace(one, contract_id=made[0].contract_id) for one in other]
    same_event = [replace(one, source_event_id=made[0].source_event_id) for one in other]
    for again in (made, same_contract, same_event):
        with pytest.raises(StateConflictError):
            keeper.commit(keeper.ledger.adding(again))
    assert keeper.paged(10) == lines_of([made])


def test_entries_that_are_no_settlement_are_not_written(keeper: Keeper) -> None:
    one, other = settlement(1), settlement(2)
    for wrong in ([one[0], other[1]], [one[0]], [one[0], one[0]], [one[0], replace(one[1], cashflow_date=day(1))]):
        with pytest.raises(ValueError, match="not the two entries"):
            keeper.ledger.adding(wrong)


def test_of_fifty_settlements_of_a_contract_at_once_one_is_written(keeper: Keeper) -> None:
    contract_id = settlement(0)[0].contract_id

    def settle(number: int) -> Sequence[LedgerEntry]:
        made = [replace(one, contract_id=contract_id) for one in settlement(number)]
        try:
            keeper.commit(keeper.ledger.adding(made))
        except StateConflictError:
            return []
        return made

    with ThreadPoolExecutor(AT_ONCE) as threads:
        (settled,) = [made for made in threads.map(settle, range(AT_ONCE)) if made]
    assert keeper.ledger.of_contract(contract_id) == settled
    assert keeper.paged(10) == lines_of([settled])


def test_without_the_table_the_store_is_unavailable(dynamodb: "DynamoDBClient") -> None:
    ledger = LedgerTable(dynamodb, "absent")
    for look in (ledger.of_contract, ledger.of_event, lambda _: ledger.within(None, None, None, 1)):
        with pytest.raises(StoreUnavailableError):
            look("x")
