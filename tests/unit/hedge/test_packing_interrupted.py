"""Packing that is cut off, repeated, or done twice at once; reading in the middle of it. Nothing is lost or doubled."""

from collections import Counter
from collections.abc import Sequence

import pytest

from hedge.packing.positions import position_of
from hedge.packing.read_lines import ReadLines
from hedge.ports.packing import FreshRow
from lacre.ports.errors import StoreUnavailableError
from tests.fakes.hedge_packing import MemoryPackedLedger
from tests.unit.hedge.interrupted import Interrupted, KilledError, When, at_call, killed
from tests.unit.hedge.test_packing import hold_pages_to_their_promises, packer, paged, rows_of, sorted_lines

ROWS = rows_of(1600, 10)
PACKED, FRESH, LATER = ROWS[:700], ROWS[700:1300], ROWS[1300:]
STEPS = range(1, 8)


def world() -> MemoryPackedLedger:
    """Two pages, and fresh rows for both of them; of some packed ones the rows are there as well."""
    ledger = MemoryPackedLedger({row.position: row for row in PACKED})
    packer(ledger)()
    for row in [*PACKED[:50], *FRESH]:
        ledger.append(row)
    return ledger


def append_later(ledger: MemoryPackedLedger) -> None:
    for row in LATER:
        ledger.append(row)


def expect_whole(ledger: MemoryPackedLedger, rows: list[FreshRow]) -> None:
    assert paged(ReadLines(ledger), 10_000) == sorted_lines(rows)
    hold_pages_to_their_promises(ledger)
    packed = Counter(line for page in ledger.stored.values() for line in page)
    assert set(packed.values()) == {1}


def test_a_run_has_these_steps() -> None:
    calls = Interrupted(world())
    packer(calls)()
    assert calls.calls == ["directory", "fresh", "pages", "replace", "forget", "forget", "directory", "fresh"]


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", STEPS)
def test_a_packer_that_is_killed_at_any_step_loses_and_doubles_nothing(step: int, when: When) -> None:
    ledger = world()
    with pytest.raises(KilledError):
        packer(at_call(ledger, step, when, killed))()
    expect_whole(ledger, [*PACKED, *FRESH])
    append_later(ledger)
    packer(ledger)()
    assert not ledger.rows
    expect_whole(ledger, ROWS)


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", STEPS)
def test_of_two_packers_each_leaves_the_others_pages_whole(step: int, when: When) -> None:
    ledger = world()

    def other() -> None:
        append_later(ledger)
        packer(ledger)()

    packer(at_call(ledger, step, when, other))()
    expect_whole(ledger, ROWS)
    packer(ledger)()
    assert not ledger.rows
    expect_whole(ledger, ROWS)


class SeesLittle(Interrupted):
    """Where the other rows were not there yet when it looked."""

    def fresh(self, low: str, high: str, limit: int) -> Sequence[FreshRow]:
        return super().fresh(low, high, limit)[:60]


def test_a_packer_that_loses_to_another_deletes_nothing_that_the_other_has_not_packed() -> None:
    ledger, replacing = world(), 4

    def other() -> None:
        with pytest.raises(KilledError):
            packer(at_call(SeesLittle(ledger), replacing, "after", killed))()

    loser = at_call(ledger, replacing, "before", other)
    assert packer(loser)() == 0
    assert loser.calls[-1] == "replace"
    expect_whole(ledger, [*PACKED, *FRESH])


@pytest.mark.parametrize("happening", ["packs", "appends and packs", "packs, appends, packs"])
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("limit", [10_000, 900, 3])
@pytest.mark.parametrize("step", [1, 2, 3])
def test_a_reader_that_pauses_between_any_two_reads_misses_nothing(
    step: int, limit: int, when: When, happening: str
) -> None:
    ledger = world()
    committed = sorted_lines([*PACKED, *FRESH])

    def others() -> None:
        if happening != "appends and packs":
            packer(ledger)()
        if happening != "packs":
            append_later(ledger)
            packer(ledger)()

    read = ReadLines(at_call(ledger, step, when, others))
    page = read(None, None, None, limit)
    lines = list(page.lines)
    assert lines == sorted(set(lines))
    reached = [line for line in committed if page.next is None or position_of(line) <= page.next]
    assert set(reached) <= set(lines) <= set(sorted_lines(ROWS))
    if page.next is not None:
        assert len(lines) == limit


def test_a_reader_whose_pages_are_always_replaced_gives_up() -> None:
    ledger = world()
    with_more = iter(LATER)

    def replace_pages(_: int) -> None:
        ledger.append(next(with_more))
        packer(ledger)()
        ledger.stored = {page_id: lines for page_id, lines in ledger.stored.items() if not lines}

    with pytest.raises(StoreUnavailableError):
        ReadLines(Interrupted(ledger, before=replace_pages))(None, None, None, 10_000)
