"""Reading an hour of the time index: its shards beside each other, a stretch at a time."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

from lacre.model import moment
from lacre.model.partition import SHARDS, time_bucket
from lacre.ports.events import Index, Slice
from lacre.ports.rows import Entry, HeaderIndex, entry_position
from lacre.ports.summaries import HOUR_MS
from lacre.summarising.counting import Count

CHUNK = 1_000
"""Entries of one shard that are asked for at once: of headers about a megabyte."""


@dataclass(frozen=True)
class Lanes:
    """`executor` reads the shards at the same time."""

    index: HeaderIndex
    executor: Executor

    def count(self, low: str, high: str, most: int, goes_on: Callable[[], bool]) -> tuple[Count, str]:
        """What stands in one hour after `low` and before `high`, and the position up to which that is all of it.

        That is `high`, unless `most` are counted or it does not go on any more. Raises StoreUnavailableError.
        """
        count = Count()
        while low < high and count.events < most and goes_on():
            entries, low = self._stretch(low, high, min(CHUNK, most))
            for entry in entries:
                count.add(entry)
        return count, low

    def newest(self, before: int, each: int) -> Sequence[Entry]:
        """Of each shard the last `each` before a moment (ms since 1970), in no order; of its hour and the one before.

        Raises StoreUnavailableError.
        """
        high = moment.to_text(before)
        hours = (hour_of(before), hour_of(before - HOUR_MS))
        slices = [
            Slice(Index.TIME, time_bucket(one, shard), start_of(one), high) for one in hours for shard in range(SHARDS)
        ]
        lanes = self.executor.map(lambda one: self.index.headers(one, ascending=False, limit=each), slices)
        return [entry for lane in lanes for entry in lane]

    def _stretch(self, low: str, high: str, chunk: int) -> tuple[Iterator[Entry], str]:
        slices = [Slice(Index.TIME, time_bucket(low, shard), low, high) for shard in range(SHARDS)]
        lanes = list(self.executor.map(lambda one: self.index.headers(one, ascending=True, limit=chunk), slices))
        # A lane that was cut off knows nothing of what comes after its last entry.
        settled = min((entry_position(lane[-1]) for lane in lanes if len(lane) >= chunk), default=high)
        return (entry for lane in lanes for entry in lane if entry_position(entry) <= settled), settled


def hour_of(at: int) -> str:
    """`2026-11-22T09` for milliseconds since 1970."""
    return moment.to_text(at)[:13]


def start_of(hour: str) -> str:
    return f"{hour}:00:00.000Z"


def end_of(hour: str) -> str:
    return moment.to_text(moment.to_milliseconds(start_of(hour)) + HOUR_MS)


def hours_until(at: int, count: int) -> list[str]:
    """The hour of a moment (ms since 1970) and those before it, `count` in all, the newest first."""
    return [hour_of(at - back * HOUR_MS) for back in range(count)]
