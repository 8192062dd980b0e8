"""Gathering matches from an index: shards in parallel, merged in order, with a bound on the work of one request."""

import heapq
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from itertools import islice

from lacre.model.filters import Selection
from lacre.ports.ambient import Clock
from lacre.ports.events import Slice
from lacre.ports.rows import Entry, HeaderIndex, RowReader, entry_position
from lacre.searching.plan import Plan, Stretch
from lacre.searching.sieve import Judged, Sieve

MAXIMUM_QUERIES = 640
MAXIMUM_ENTRIES = 4_000
MAXIMUM_MS = 2_500
"""When any of them is used up, the answer ends where it stands, and its cursor goes on from there."""

_CHUNK = 500
_READ_AT_ONCE = 2_000
_LOOKAHEAD = 8
_SPARSE = 200


@dataclass(frozen=True)
class Wish:
    """What to gather: the entries between two positions (exclusive) that match, at most `limit`."""

    plan: Plan
    low: str
    high: str
    ascending: bool
    limit: int
    selection: Selection

    @property
    def end(self) -> str:
        """Where the search stands when nothing is left."""
        return self.high if self.ascending else self.low

    @property
    def begin(self) -> str:
        return self.low if self.ascending else self.high


@dataclass
class Gathered:
    """The matches in order. Everything up to `position` was looked at; `is_exhausted` when nothing is left."""

    position: str
    found: list[Entry] = field(default_factory=list)
    scanned: int = 0
    is_exhausted: bool = False


@dataclass(frozen=True)
class Gatherer:
    """`executor` runs the queries of one round, and the reads of one portion of bodies, at the same time."""

    index: HeaderIndex
    rows: RowReader
    executor: Executor
    clock: Clock

    def gather(self, wish: Wish) -> Gathered:
        """Raises StoreUnavailableError."""
        rounds = _Rounds(self, wish)
        sieve = Sieve(wish.selection, self.rows, self.executor, wish.limit + 1)
        result = Gathered(wish.begin)
        until = self.clock.now() + MAXIMUM_MS
        for judged, position in _judged(rounds, sieve):
            if _is_full(result, judged, wish):
                return result
            result.position = position
            if len(result.found) == wish.limit or rounds.are_spent or sieve.is_spent or self.clock.now() > until:
                break
        result.is_exhausted = _is_within(wish.end, result.position, wish.ascending)
        return result


def _judged(rounds: "_Rounds", sieve: Sieve) -> Iterator[tuple[list[Judged], str]]:
    """Portions of the rounds, each with the position that is settled after it."""
    for entries, position in rounds:
        left = len(entries)
        for portion in sieve.portions(entries):
            left -= len(portion)
            yield portion, entry_position(portion[-1].entry) if left else position
        if not entries:
            yield [], position


class _Rounds:
    """Rounds of queries; each gives entries in order, and the position that is settled after them."""

    def __init__(self, gatherer: Gatherer, wish: Wish) -> None:
        self._gatherer = gatherer
        self._wish = wish
        self._low, self._high = wish.low, wish.high
        self._chunk = wish.limit + 1
        self._lookahead = 1
        self._queries = self._entries = 0

    @property
    def are_finished(self) -> bool:
        return self._low >= self._high

    @property
    def are_spent(self) -> bool:
        return self._queries >= MAXIMUM_QUERIES or self._entries >= MAXIMUM_ENTRIES

    def __iter__(self) -> Iterator[tuple[list[Entry], str]]:
        while not self.are_finished:
            stretches = list(
                islice(
                    self._wish.plan.stretches(self._low, self._high, ascending=self._wish.ascending),
                    self._lookahead,
                )
            )
            lanes = self._read(stretches)
            entries, position, is_whole = _settled(stretches, lanes, self._chunk, ascending=self._wish.ascending)
            self._adapt(sum(map(len, lanes)), is_whole=is_whole)
            if self._wish.ascending:
                self._low = position
            else:
                self._high = position
            yield entries, position

    def _read(self, stretches: Sequence[Stretch]) -> list[Sequence[Entry]]:
        slices = [one for stretch in stretches for one in stretch.slices]
        self._queries += len(slices)
        return list(self._gatherer.executor.map(self._query, slices))

    def _query(self, wanted: Slice) -> Sequence[Entry]:
        return self._gatherer.index.headers(wanted, ascending=self._wish.ascending, limit=self._chunk)

    def _adapt(self, read: int, *, is_whole: bool) -> None:
        """Look further ahead where there is little, and read more at once where there is much."""
        self._entries += read
        self._lookahead = min(_LOOKAHEAD, self._lookahead * 2) if is_whole and read < _SPARSE else 1
        lanes = max(1, self._lookahead * len(self._wish.plan.keys or range(4)))
        self._chunk = max(self._wish.limit + 1, min(_CHUNK, _READ_AT_ONCE // lanes))


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


def _is_full(result: Gathered, judged: Sequence[Judged], wish: Wish) -> bool:
    """Take what matches; true when one more matches than was wished for: the page ends before that one."""
    looked_at = result.scanned
    for _, found in judged:
        looked_at += 1
        if found is None:
            continue
        if len(result.found) == wish.limit:
            result.position = entry_position(result.found[-1])
            return True
        result.found.append(found)
        result.scanned = looked_at
    result.scanned = looked_at
    return False
