"""Numbers as ranges: what a batch brought, as reconciliation reads it (`lacre.reconciling.numbering`)."""

from collections.abc import Iterable


def merged(numbers: Iterable[int]) -> list[list[int]]:
    """`[[first, last], ...]` in order, both included, with a gap between any two."""
    ranges: list[list[int]] = []
    for number in sorted(set(numbers)):
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return ranges
