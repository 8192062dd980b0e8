"""Numbers as ranges."""

from collections.abc import Iterable, Sequence

Range = tuple[int, int]
"""First and last, both included."""


def merged(ranges: Iterable[Range]) -> Sequence[Range]:
    """The same numbers, in order, with a gap between any two ranges."""
    joined: list[Range] = []
    for first, last in sorted(ranges):
        if joined and first <= joined[-1][1] + 1:
            first, last = joined[-1][0], max(last, joined.pop()[1])
        joined.append((first, last))
    return tuple(joined)


def ranges_of(numbers: Iterable[int]) -> Sequence[Range]:
    """The ranges that hold these numbers and no others."""
    return merged((number, number) for number in numbers)
