"""Which element of an array is which of the array that it became."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from functions.query.views.json_text import json_text
from lacre.model.canonical import JsonValue

_ID, _IDS, _CODE = "id", "_id", "code"


@dataclass(frozen=True)
class Pair:
    """Where an element stands before and after, None where it does not; `is_moved`: not in the order of the others."""

    start: int | None
    end: int | None
    is_moved: bool = False


def identity(before: Sequence[JsonValue], after: Sequence[JsonValue]) -> str | None:
    """The member by which the objects of both arrays are told apart: `id`, one that ends in `_id`, or `code`.

    None unless every element is an object that has it, as a text or an integer, and no two of an array share it.
    """
    objects = [one for one in (*before, *after) if isinstance(one, Mapping)]
    if not objects or len(objects) < len(before) + len(after):
        return None
    names = {name for name in objects[0] if name in (_ID, _CODE) or name.endswith(_IDS)}
    ordered = sorted(names, key=lambda name: (name != _ID, name == _CODE, name))
    return next((name for name in ordered if _tells_apart(name, before) and _tells_apart(name, after)), None)


def paired(before: Sequence[JsonValue], after: Sequence[JsonValue], known_by: str | None) -> list[Pair]:
    """Every element of both, those that stayed by their identity, or else by being equal.

    Without an identity, what is left of both at one index is one element that changed.
    """
    met = _met(before, after, known_by)
    steady = _longest_rising([end for _, end in met])
    pairs = [Pair(start, end, end not in steady) for start, end in met]
    removed = set(range(len(before))) - {start for start, _ in met}
    added = set(range(len(after))) - {end for _, end in met}
    changed = set() if known_by is not None else removed & added
    pairs += [Pair(index, index) for index in changed]
    pairs += [Pair(None, end) for end in added - changed]
    pairs += [Pair(start, None) for start in removed - changed]
    return _in_order(pairs)


def _met(before: Sequence[JsonValue], after: Sequence[JsonValue], known_by: str | None) -> list[tuple[int, int]]:
    """Both indexes of each element that is in both, in the order of the first."""
    places: dict[str, list[int]] = defaultdict(list)
    for end in reversed(range(len(after))):
        places[_mark(after[end], known_by)].append(end)
    found = ((start, places.get(_mark(one, known_by))) for start, one in enumerate(before))
    return [(start, ends.pop()) for start, ends in found if ends]


def _mark(value: JsonValue, known_by: str | None) -> str:
    return json_text(value[known_by] if known_by is not None and isinstance(value, Mapping) else value)


def _tells_apart(name: str, objects: Sequence[JsonValue]) -> bool:
    found = [one.get(name) for one in objects if isinstance(one, Mapping)]
    is_id = all(isinstance(one, str | int) and not isinstance(one, bool) for one in found)
    return is_id and len({json_text(one) for one in found}) == len(found)


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    """The members of a longest rising subsequence of distinct numbers (patience sorting)."""
    tops: list[int] = []
    below: dict[int, int | None] = {}
    for number in numbers:
        place = bisect_left(tops, number)
        below[number] = tops[place - 1] if place else None
        tops[place : place + 1] = [number]
    return set(_descent(tops[-1] if tops else None, below))


def _descent(number: int | None, below: Mapping[int, int | None]) -> Iterator[int]:
    while number is not None:
        yield number
        number = below[number]


def _in_order(pairs: Sequence[Pair]) -> list[Pair]:
    """As the elements stand after; what was removed follows what it stood behind."""
    ends = {pair.start: pair.end for pair in pairs if pair.start is not None and pair.end is not None}
    behind: dict[int, int] = {}
    last = -1
    for start in sorted(pair.start for pair in pairs if pair.start is not None):
        last = ends.get(start, last)
        behind[start] = last
    return sorted(pairs, key=lambda pair: _order(pair, behind))


def _order(pair: Pair, behind: Mapping[int, int]) -> tuple[int, int, int]:
    if pair.end is not None:
        return pair.end, 0, 0
    start = pair.start or 0
    return behind[start], 1, start
