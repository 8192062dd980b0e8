"""Two values, part by part: what was added, removed, changed or moved, and what stayed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from functions.query.views.json_text import is_array, is_object, json_text
from functions.query.views.pairing import Pair, identity, paired
from lacre.model.canonical import JsonValue

DEEPEST = 40
"""What lies deeper is compared as one value: nobody reads further, and a hostile body must not end the recursion."""


class Kind(StrEnum):
    """`within`: an object or an array of which parts differ."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    WITHIN = "within"


@dataclass(frozen=True)
class Place:
    """Where a part stands: the `name` of a member, or the index of an element before and after.

    `known_by` are the member and its value by which an element was found again, as text.
    """

    name: str | None = None
    start: int | None = None
    end: int | None = None
    known_by: tuple[str, str] | None = None
    is_moved: bool = False


TOP = Place()


@dataclass(frozen=True)
class Part:
    """A part of two values. An added one has no `before`, a removed one no `after`; one within has `parts`."""

    kind: Kind
    place: Place
    before: JsonValue = None
    after: JsonValue = None
    parts: tuple["Part", ...] = ()

    @property
    def is_still(self) -> bool:
        """Whether it stayed what and where it was."""
        return self.kind is Kind.SAME and not self.place.is_moved


def compare(before: JsonValue, after: JsonValue, place: Place = TOP, room: int = DEEPEST) -> Part:
    """`room`: how many levels further it looks."""
    if room and is_object(before) and is_object(after):
        parts = tuple(_members(before, after, room - 1))
    elif room and is_array(before) and is_array(after):
        parts = tuple(_elements(before, after, room - 1))
    else:
        is_same = json_text(before) == json_text(after)
        return Part(Kind.SAME if is_same else Kind.CHANGED, place, before, after)
    kind = Kind.SAME if all(part.is_still for part in parts) else Kind.WITHIN
    return Part(kind, place, before, after, parts)


def _members(before: Mapping[str, JsonValue], after: Mapping[str, JsonValue], room: int) -> Iterator[Part]:
    for name in sorted({*before, *after}):
        place = Place(name)
        if name not in before:
            yield Part(Kind.ADDED, place, after=after[name])
        elif name not in after:
            yield Part(Kind.REMOVED, place, before=before[name])
        else:
            yield compare(before[name], after[name], place, room)


def _elements(before: Sequence[JsonValue], after: Sequence[JsonValue], room: int) -> Iterator[Part]:
    name = identity(before, after)
    for pair in paired(before, after, name):
        place = Place(None, pair.start, pair.end, _known(name, pair, before, after), pair.is_moved)
        if pair.start is None and pair.end is not None:
            yield Part(Kind.ADDED, place, after=after[pair.end])
        elif pair.start is not None and pair.end is None:
            yield Part(Kind.REMOVED, place, before=before[pair.start])
        elif pair.start is not None and pair.end is not None:
            yield compare(before[pair.start], after[pair.end], place, room)


def _known(
    name: str | None, pair: Pair, before: Sequence[JsonValue], after: Sequence[JsonValue]
) -> tuple[str, str] | None:
    found = before[pair.start] if pair.start is not None else after[pair.end or 0]
    if name is None or not is_object(found):
        return None
    return name, str(found[name])
