"""The packed ledger: one sorted list, whatever is fresh, packed, half packed, or being packed while it is read."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

import pytest

from hedge.packing.pack_ledger import PackLedger
from hedge.packing.plan import MOST_LINES
from hedge.packing.positions import position_of, row_of
from hedge.packing.read_lines import ReadLines
from hedge.ports.packing import Directory, FreshRow, PackedLedger
from lacre.ports.paging import BadPositionError
from tests.fakes.ambient import SeededEntropy, TickingClock
from tests.fakes.hedge_entries import FIRST_DAY, lines_of, settlement, settlements
from tests.fakes.hedge_packing import MemoryPackedLedger
from tests.unit.hedge.interrupted import Interrupted

ENTROPY = SeededEntropy(29)


def rows_of(count: int, days: int = 40, seed: int = 0) -> list[FreshRow]:
    return [row_of(one) for one in settlements(count, days, seed)]


def packer(ledger: PackedLedger) -> PackLedger:
    """All of them draw from one entropy: no two pages have one id."""
    return PackLedger(ledger, TickingClock(), ENTROPY)


def holding(rows: Sequence[FreshRow]) -> MemoryPackedLedger:
    return MemoryPackedLedger({row.position: row for row in rows})


def sorted_lines(rows: Sequence[FreshRow]) -> list[bytes]:
    return sorted(line for row in rows for line in row.lines)


def paged(read: ReadLines, limit: int, start: date | None = None, end: date | None = None) -> list[bytes]:
    found: list[bytes] = []
    after: str | None = None
    while True:
        page = read(start, end, after, limit)
        assert len(page.lines) == limit or page.next is None
        found += page.lines
        if page.next is None:
            return found
        after = page.next


def hold_pages_to_their_promises(ledger: MemoryPackedLedger, most: int = MOST_LINES) -> None:
    pages = ledger.put.pages
    assert {page.id for page in pages} == set(ledger.stored)
    for page in pages:
        lines = ledger.stored[page.id]
        assert (page.first, page.last, page.count) == (position_of(lines[0]), position_of(lines[-1]), len(lines))
        assert list(lines) == sorted(set(lines))
        assert len(lines) <= most
    assert all(one.last < other.first for one, other in pairwise(pages))


def test_lines_sort_like_entries() -> None:
    made = list(settlements(50))
    assert lines_of(made) == sorted_lines([row_of(one) for one in made])


@pytest.mark.parametrize("count", [0, 1, 2, 499, 500, 501, 3000])
def test_packing_moves_every_row_into_pages_and_changes_nothing_that_is_read(count: int) -> None:
    rows = rows_of(count)
    ledger = holding(rows)
    before = ReadLines(ledger)(None, None, None, 10_000)
    assert packer(ledger)() == 2 * count
    assert not ledger.rows
    hold_pages_to_their_promises(ledger)
    assert ReadLines(ledger)(None, None, None, 10_000) == before
    assert before.lines == sorted_lines(rows)
    assert packer(ledger)() == 0


def test_ten_thousand_lines_are_ten_pages() -> None:
    ledger = holding(rows_of(5000))
    packer(ledger)()
    assert [page.count for page in ledger.put.pages] == [MOST_LINES] * 10


def test_what_comes_later_fills_the_last_page_up() -> None:
    ledger = MemoryPackedLedger()
    for number in range(30):
        for one in range(20):
            day = FIRST_DAY + timedelta(days=number)
            ledger.append(row_of(settlement(number * 20 + one, day)))
        packer(ledger)()
    assert [page.count for page in ledger.put.pages] == [1000, 200]


def test_what_comes_too_late_finds_room_without_a_page_for_each() -> None:
    ledger, chance = holding(rows_of(2000, seed=1)), random.Random(3)
    packer(ledger)()
    late = rows_of(600, seed=2)
    chance.shuffle(late)
    for row in late:
        ledger.append(row)
        packer(ledger)()
        hold_pages_to_their_promises(ledger)
    assert len(ledger.put.pages) <= 10
    assert paged(ReadLines(ledger), 10_000) == sorted_lines([*rows_of(2000, seed=1), *late])


def test_more_than_one_transaction_takes_is_packed_in_several() -> None:
    first, second = rows_of(20_000, 300, seed=1), rows_of(3000, 300, seed=2)
    ledger = holding(first)
    packer(ledger)()
    assert len(ledger.put.pages) > 16
    for row in second:
        ledger.append(row)
    assert packer(ledger)() == 6000
    hold_pages_to_their_promises(ledger)
    assert paged(ReadLines(ledger), 10_000) == sorted_lines([*first, *second])


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 250, 10_000])
@pytest.mark.parametrize("state", ["fresh", "packed", "both", "undeleted"])
def test_pages_of_any_length_make_one_list(limit: int, state: str) -> None:
    rows = rows_of(1200 if limit > 7 else 60, 5)
    ledger = holding(rows)
    if state == "both":
        ledger.rows = {row.position: row for row in rows[::2]}
    if state != "fresh":
        packer(ledger)()
    if state == "both":
        ledger.rows = {row.position: row for row in rows[1::2]}
    if state == "undeleted":
        ledger.rows = {row.position: row for row in rows[::3]}
    assert paged(ReadLines(ledger), limit) == sorted_lines(rows)


def test_a_hundred_thousand_entries_are_one_list_by_cursor() -> None:
    """Many of one day, so that a day's entries fill pages, and the pages' days overlap; some fresh, some undeleted."""
    rows = rows_of(50_000, 30)
    ledger = holding(rows[:45_000])
    packer(ledger)()
    for row in rows[44_000:]:
        ledger.append(row)
    assert any(one.last[:10] == other.first[:10] for one, other in pairwise(ledger.put.pages))
    assert paged(ReadLines(ledger), 9_999) == sorted_lines(rows)


@pytest.mark.parametrize(("start", "end"), [(3, 5), (0, 0), (None, 2), (4, None), (39, 60), (50, 60), (5, 3)])
@pytest.mark.parametrize("limit", [3, 10_000])
def test_days_bound_what_is_read_both_inclusive(start: int | None, end: int | None, limit: int) -> None:
    rows = rows_of(300)
    ledger = holding(rows[::2])
    packer(ledger)()
    ledger.rows = {row.position: row for row in rows[1::2]}
    first, last = (None if days is None else FIRST_DAY + timedelta(days=days) for days in (start, end))
    low, high = str(first or date.min), str(last or date.max)
    expected = [line for line in sorted_lines(rows) if low <= position_of(line)[:10] <= high]
    assert paged(ReadLines(ledger), limit, first, last) == expected


def test_no_more_pages_are_read_than_the_answer_needs() -> None:
    ledger = holding(rows_of(5000, 40))
    packer(ledger)()
    watched = Interrupted(ledger)
    read = ReadLines(watched)
    after = read(None, None, None, 500).next
    assert len(watched.asked) == 1
    read(None, None, after, 500)
    assert len(watched.asked) <= 2
    read(None, None, None, 10_000)
    assert sorted(watched.asked) == sorted(page.id for page in ledger.put.pages)


@pytest.mark.parametrize(
    "after",
    ["", "x", "2026-01-05", "2026-01-05#", "2026-01-05#x", "2026-1-5#01a1ee56-5e00-75b1-a522-000000000d00"]
    + [f"2026-01-{day}#01a1ee56-5e00-75b1-a522-000000000d00" for day in ("01", "09")]
    + ["2026-01-05#01A1EE56-5E00-75B1-A522-000000000D00", "2026-01-05#01a1ee56-5e00-75b1-a522-000000000d00~"],
)
def test_a_position_that_is_none_of_the_list_is_refused(after: str) -> None:
    with pytest.raises(BadPositionError):
        ReadLines(holding(rows_of(10)))(date(2026, 1, 3), date(2026, 1, 7), after, 10)


def test_a_row_is_of_one_settlement_whose_ids_are_next_to_each_other() -> None:
    one, other = settlement(1), settlement(2)
    for wrong in ([one[0], other[1]], [one[0], one[0]], [one[1], other[0]], [one[0]], [*one, *other], []):
        with pytest.raises(ValueError, match="not the two entries"):
            row_of(wrong)
    assert row_of([one[1], one[0]]) == row_of(one)


def test_the_first_directory_has_no_pages() -> None:
    assert MemoryPackedLedger().directory() == Directory(0, ())
