"""Rounds of queries: all shards of a stretch at once, as far ahead and as much of each as is likely to be needed."""

import heapq
import math
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from itertools import islice

from lacre.model.partition import SHARDS
from lacre.ports.events import Slice
from lacre.ports.rows import Entry, HeaderIndex, entry_position
from lacre.searching.budget import Budget
from lacre.searching.plan import Stretch
from lacre.searching.wish import Gathered

_CHUNK = 500
_READ_AT_ONCE = 800
_READ_WITH_BODIES = 400
"""Where words of the description are asked for: bodies cost more than headers, and the time is soon over."""

_LOOKAHEAD = 8
_UNEVEN = 1.5
_FEW = 4
"""Shards are about equally full: one holds at most half as much again as its share, and a few."""


class Rounds:
    """Each gives entries in order, and the position that is settled after them.

    `result` is what was made of the rounds before, and tells how much is still to be read.
    """

    def __init__(self, index: HeaderIndex, executor: Executor, result: Gathered, budget: Budget) -> None:
        self._index = index
        self._executor = executor
        self._result = result
        self._budget = budget
        self._wish = result.wish
        self._low, self._high = result.wish.low, result.wish.high
        self._at_once = _READ_AT_ONCE if result.wish.selection.text is None else _READ_WITH_BODIES
        # Of the newest hour there may have been little yet.
        self._lookahead = 2 if self._wish.settled < self._wish.high and not self._wish.ascending else 1
        self._chunk = 0

    def __iter__(self) -> Iterator[tuple[list[Entry], str]]:
        while self._low < self._high:
            if self._result.is_cut:
                # So many of the newest are not shown anyway.
                self._high = min(self._high, self._wish.settled)
            self._chunk = self._portion()
            ahead = self._wish.plan.stretches(self._low, self._high, ascending=self._wish.ascending)
            stretches = list(islice(ahead, self._lookahead))
            lanes = self._read(stretches)
            entries, position, is_whole = _settled(stretches, lanes, self._chunk, ascending=self._wish.ascending)
            if self._wish.ascending:
                self._low = position
            else:
                self._high = position
            yield entries, position
            self._lookahead = self._further(sum(map(len, lanes)) / len(stretches)) if is_whole else 1

    @property
    def _wanted(self) -> float:
        """Entries that are likely to hold the rest of the page, judging by those that were looked at."""
        result = self._result
        left = self._wish.limit + 1 - len(result.found)
        matching = len(result.found) + len(result.newest)
        return left * max(1, result.looked_at) / max(1, matching)

    def _portion(self) -> int:
        """How much to read of each lane, so that nothing is read in vain where everything matches."""
        each, most = self._wanted, self._at_once
        # Of keys that are no buckets of time all but one hold nothing, as a rule.
        if self._wish.plan.is_bucketed:
            each = each * _UNEVEN / SHARDS + _FEW
            most //= SHARDS * self._lookahead
        return max(1, min(_CHUNK, most, math.ceil(each)))

    def _further(self, each: float) -> int:
        """How many stretches to read next, where one holds so many entries: more at once where there is little."""
        needed = math.ceil(self._wanted / max(1, each))
        fitting = int(self._at_once / 2 / max(1, each))
        return max(1, min(_LOOKAHEAD, 2 * self._lookahead, needed, fitting))

    def _read(self, stretches: Sequence[Stretch]) -> list[Sequence[Entry]]:
        slices = [one for stretch in stretches for one in stretch.slices]
        lanes = list(self._executor.map(self._query, slices))
        self._budget.queries += len(slices)
        self._budget.entries += sum(map(len, lanes))
        return lanes

    def _query(self, wanted: Slice) -> Sequence[Entry]:
        return self._index.headers(wanted, ascending=self._wish.ascending, limit=self._chunk)


def _settled(
    stretches: Sequence[Stretch], lanes: Sequence[Sequence[Entry]], chunk: int, *, ascending: bool
) -> tuple[list[Entry], str, bool]:
    """The entries that no unread one can come before, the position after them, and whether all stretches are read."""
    settled: list[Entry] = []
    remaining = iter(lanes)
    for stretch in stretches:
        read = list(islice(remaining, len(stretch.slices)))
        merged = heapq.merge(*read, key=entry_position, reverse=not ascending)
        cut = [entry_position(lane[-1]) for lane in read if len(lane) >= chunk]
        if cut:
            horizon = min(cut) if ascending else max(cut)
            settled += [one for one in merged if _is_within(entry_position(one), horizon, ascending)]
            return settled, horizon, False
        settled += merged
    return settled, stretches[-1].end, True


def _is_within(position: str, horizon: str, ascending: bool) -> bool:
    return position <= horizon if ascending else position >= horizon
