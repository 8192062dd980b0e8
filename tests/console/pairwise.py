"""Covering arrays: few rows in which each value of a parameter meets each value of every other."""

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import combinations

Values = Mapping[str, Sequence[str]]
Row = dict[str, str]
Pair = tuple[tuple[str, str], tuple[str, str]]


def covering(values: Values) -> list[Row]:
    """Rows with one value of each parameter; the same parameters give the same rows.

    Greedy, as AETG is (Cohen, Dalal, Fredman and Patton 1997, doi.org/10.1109/32.605761), with nothing left to chance:
    of the candidates, each of which fills the parameters in another order, the one with most new pairs.
    """
    left = set(pairs_of(values))
    rows: list[Row] = []
    while left:
        first = min(left)
        candidates = [_candidate(values, left, first, turn) for turn in range(len(values))]
        row = max(candidates, key=lambda one: len(left.intersection(_pairs_in(one))))
        rows.append({name: row[name] for name in values})
        left.difference_update(_pairs_in(rows[-1]))
    return rows


def pairs_of(values: Values) -> list[Pair]:
    """Every pair of values of two parameters."""
    return [
        ((one, left), (other, right))
        for one, other in combinations(sorted(values), 2)
        for left in values[one]
        for right in values[other]
    ]


def _candidate(values: Values, left: set[Pair], first: Pair, turn: int) -> Row:
    """A row with the first pair; each further parameter, from the `turn`th on, takes the value of most new pairs."""
    names = list(values)
    row = dict(first)
    for name in (*names[turn:], *names[:turn]):
        if name not in row:
            row[name] = max(values[name], key=partial(_gained, left, row, name))
    return row


def _gained(left: set[Pair], row: Row, name: str, value: str) -> int:
    return sum(_pair((name, value), known) in left for known in row.items())


def _pairs_in(row: Row) -> list[Pair]:
    return list(combinations(sorted(row.items()), 2))


def _pair(one: tuple[str, str], other: tuple[str, str]) -> Pair:
    return (one, other) if one < other else (other, one)
