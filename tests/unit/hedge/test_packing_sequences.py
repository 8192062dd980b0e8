"""Whatever is appended, packed, cut off and read in whatever order: the ledger is one sorted list."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hedge.packing import pack_ledger, plan
from hedge.packing.positions import position_of
from hedge.packing.read_lines import ReadLines
from tests.fakes.hedge_packing import MemoryPackedLedger
from tests.unit.hedge.interrupted import KilledError, When, at_call, killed
from tests.unit.hedge.test_packing import hold_pages_to_their_promises, packer, rows_of, sorted_lines

ROWS = rows_of(120, 6)
APPENDING = st.integers(1, 30)
KILLING = st.tuples(st.integers(1, 12), st.sampled_from(["before", "after"]))
STEPS = st.lists(st.one_of(APPENDING, KILLING, st.none()), min_size=1, max_size=25)


@given(steps=STEPS, order=st.permutations(range(len(ROWS))), limit=st.integers(1, 60), lines=st.sampled_from([2, 4, 7]))
def test_any_sequence_leaves_one_sorted_list(
    steps: list[int | tuple[int, When] | None], order: list[int], limit: int, lines: int
) -> None:
    """Pages have few lines and transactions few pages, so that many are cut and many transactions are needed."""
    ledger, waiting, seed = MemoryPackedLedger(), [ROWS[one] for one in order], 0
    read = ReadLines(ledger)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plan, "MOST_LINES", lines)
        patch.setattr(plan, "MOST_PAGES", 3)
        patch.setattr(pack_ledger, "_ROWS_AT_ONCE", 10)
        for step in steps:
            if isinstance(step, int):
                for row in [waiting.pop() for _ in range(min(step, len(waiting)))]:
                    ledger.append(row)
            else:
                _pack(ledger, step)
            hold_pages_to_their_promises(ledger, lines)
            appended = sorted_lines([ROWS[one] for one in order[len(waiting) :]])
            seed = (seed * 31 + 7) % (len(appended) + 1)
            after = position_of(appended[seed - 1]) if seed else None
            page = read(None, None, after, limit)
            assert list(page.lines) == appended[seed : seed + limit]
            assert (page.next is None) == (seed + limit >= len(appended))


def _pack(ledger: MemoryPackedLedger, step: tuple[int, When] | None) -> None:
    if step is None:
        packer(ledger)()
        return
    try:
        packer(at_call(ledger, *step, killed))()
    except KilledError:
        return
