"""Which numbers of a POS were received, as ranges: merged, whatever order they came in, however often."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from lacre.model.ranges import Range, merged, ranges_of

MOST_GAPS = 500
GREATEST = 2**53 - 1
"""A POS numbers from 1, by one, to this at most."""


@dataclass(frozen=True)
class Numbers:
    """Ranges in order, with a gap between any two; of the gaps, the highest 500.

    Numbers up to `given_up` count as received: more gaps than those kept lay there. Every change makes a version, and
    the one of nothing received is 0.
    """

    ranges: Sequence[Range] = ()
    given_up: int = 0
    version: int = 0

    def adding(self, numbers: Iterable[int]) -> "Numbers":
        """The same object, if it has them all."""
        ranges = merged((*self.ranges, *ranges_of(numbers)))
        if ranges == self.ranges:
            return self
        surplus = _gaps(ranges)[:-MOST_GAPS]
        given_up = max(self.given_up, surplus[-1][1]) if surplus else self.given_up
        kept = merged((*ranges, (1, given_up))) if surplus else ranges
        return replace(self, ranges=kept, given_up=given_up, version=self.version + 1)

    def gaps(self) -> Sequence[Range]:
        """What is missing below the highest, from the lowest on."""
        return _gaps(self.ranges)


def _gaps(ranges: Sequence[Range]) -> Sequence[Range]:
    before = (0, *(last for _, last in ranges))
    return tuple((last + 1, first - 1) for last, (first, _) in zip(before, ranges, strict=False) if first > last + 1)
