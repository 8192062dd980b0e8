"""Names of batches around a leaf, listed in stretches: an archive may hold more of them than memory does."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lacre.ports.sealing import Archive
from lacre.tlog.batch import PREFIX, is_batch_name, start_of

LARGEST_BATCH = 10_000
"""A stream's delivery holds no more records (Lambda's bound), and a batch no more leaves."""

_STRETCH = 10_000
_DIGITS = 16
"""A start has 20 digits: the names whose first 16 are the same start within one stretch."""


@dataclass
class BatchNames:
    """Holds the last two stretches that were asked for."""

    archive: Archive
    _held: dict[int, Sequence[str]] = field(default_factory=dict)

    def reaching(self, position: int) -> Iterator[str]:
        """The batches that start at a leaf or so little before it that they may hold it, the nearest start first."""
        stretch = position // _STRETCH
        names = self._of(stretch)
        yield from reversed(names[: bisect_right(names, position, key=start_of)])
        if stretch:
            earliest = position - LARGEST_BATCH
            yield from (name for name in reversed(self._of(stretch - 1)) if start_of(name) > earliest)

    def starts_between(self, first: int, end: int) -> Iterator[int]:
        """Where batches start, each once and in order: after `first`, and before `end`."""
        last = first
        for stretch in range(first // _STRETCH, -(-end // _STRETCH)):
            for start in map(start_of, self._of(stretch)):
                if last < start < end:
                    last = start
                    yield start

    def _of(self, stretch: int) -> Sequence[str]:
        if stretch not in self._held:
            while len(self._held) > 1:
                del self._held[min(self._held)]
            beginning = f"{PREFIX}{stretch:0{_DIGITS}d}"
            self._held[stretch] = [name for name in self.archive.names(beginning, beginning) if is_batch_name(name)]
        return self._held[stretch]
