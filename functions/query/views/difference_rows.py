"""A difference as the page's table shows it: a row for each part that differs, and what stayed as lines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from functions.query.views.difference import DEEPEST, Kind, Part, Place, compare
from functions.query.views.json_text import is_array, is_object, json_text
from functions.query.views.lines import lines, text_of
from lacre.model.canonical import JsonObject, JsonValue

MOST_ROWS = 400
"""A body of 64 KiB can have 30,000 parts, and an answer has 6 MB at most; the texts are shown whole below."""

_LONG, _NEAR = 160, 60
_ALIKE = 0.4
"""Two texts are shown by where they differ if they have at least this part of the shorter one in common. Numbers are
not: what differs in 20000 and 50000 is more than a digit."""


@dataclass(frozen=True)
class Told:
    """A text in three parts, of which the middle one is what differs."""

    lead: str
    mark: str
    tail: str

    @property
    def whole(self) -> str:
        return self.lead + self.mark + self.tail

    @property
    def is_long(self) -> bool:
        return len(self.whole) > _LONG

    @property
    def brief(self) -> "Told":
        """What differs, with a little of what stands around it."""
        lead = self.lead if len(self.lead) <= _NEAR else f"…{self.lead[-_NEAR:]}"
        mark = self.mark if len(self.mark) <= _LONG else f"{self.mark[:_LONG]}…"
        tail = self.tail if len(self.tail) <= _NEAR else f"{self.tail[:_NEAR]}…"
        return Told(lead, mark, tail)


@dataclass(frozen=True)
class Row:
    """`pointer` is the part's path (RFC 6901), after if it has one there; `moved` are its places, counted from 1.

    `is_inside`: it came or went with what holds it.
    """

    depth: int
    label: str
    pointer: str
    kind: str
    before: Told | None = None
    after: Told | None = None
    moved: tuple[int, int] | None = None
    is_inside: bool = False


@dataclass(frozen=True)
class Difference:
    """`counts` are of rows by kind; `left_out` rows and `hidden` unchanged fields are beyond what a page can show."""

    rows: Sequence[Row]
    unchanged: Sequence[tuple[str, str]]
    counts: dict[str, int]
    unchanged_count: int
    left_out: int
    before: str | None
    after: str | None

    @property
    def hidden(self) -> int:
        return self.unchanged_count - len(self.unchanged)


def difference(before: JsonObject | None, after: JsonObject | None) -> Difference | None:
    """None for an event that tells of no state."""
    if before is None and after is None:
        return None
    whole = compare(before or {}, after or {})
    rows, still = list(_rows(whole, "", 0)), list(_still(whole, ""))
    counts = {kind: sum(1 for row in rows if row.kind == kind) for kind in ("added", "removed", "changed")}
    counts["moved"] = sum(1 for row in rows if row.moved is not None)
    is_cut = len(rows) > MOST_ROWS or len(still) > MOST_ROWS
    return Difference(
        rows=rows[:MOST_ROWS],
        unchanged=still[:MOST_ROWS],
        counts=counts,
        unchanged_count=len(still),
        left_out=max(0, len(rows) - MOST_ROWS),
        before=json_text(before) if is_cut else None,
        after=json_text(after) if is_cut else None,
    )


def _rows(part: Part, pointer: str, depth: int, *, is_inside: bool = False) -> Iterator[Row]:
    """Of the parts of one that differ; `is_inside` one that came or went whole."""
    for inner in part.parts:
        if not inner.is_still:
            path = f"{pointer}/{_token(inner.place)}"
            is_spread = _is_whole(inner) and depth < DEEPEST
            yield _row(inner, path, depth, is_spread=is_spread, is_inside=is_inside)
            spread = _spread(inner) if is_spread else inner
            yield from _rows(spread, path, depth + 1, is_inside=is_inside or is_spread)


def _row(part: Part, pointer: str, depth: int, *, is_spread: bool, is_inside: bool) -> Row:
    moved = _move(part.place)
    kind = "moved" if part.kind is Kind.SAME else part.kind.value
    before, after = (None, None) if is_spread else _told(part)
    return Row(depth, label_of(part.place), pointer, kind, before, after, moved, is_inside)


def _move(place: Place) -> tuple[int, int] | None:
    if not place.is_moved or place.start is None or place.end is None:
        return None
    return place.start + 1, place.end + 1


def _told(part: Part) -> tuple[Told | None, Told | None]:
    match part.kind:
        case Kind.ADDED:
            return None, Told("", text_of(part.after), "")
        case Kind.REMOVED:
            return Told("", text_of(part.before), ""), None
        case Kind.CHANGED:
            return _apart(part)
        case Kind.SAME if not _has_parts(part.before):
            return Told(text_of(part.before), "", ""), Told(text_of(part.after), "", "")
        case _:
            return None, None


def _is_whole(part: Part) -> bool:
    """Whether it is an object or an array that came or went with all that is in it."""
    if part.kind not in (Kind.ADDED, Kind.REMOVED):
        return False
    return _has_parts(part.after if part.kind is Kind.ADDED else part.before)


def _spread(part: Part) -> Part:
    """The same as a change of nothing into it, or of it into nothing: each of its parts came or went."""
    nothing: JsonValue = [] if is_array(part.before) or is_array(part.after) else {}
    if part.kind is Kind.ADDED:
        return compare(nothing, part.after, room=1)
    return compare(part.before, nothing, room=1)


def _has_parts(value: JsonValue) -> bool:
    return bool(value) and (is_object(value) or is_array(value))


def _apart(part: Part) -> tuple[Told, Told]:
    before, after = text_of(part.before), text_of(part.after)
    if before == after:
        # The text "1" and the number: as JSON they differ.
        before, after = json_text(part.before), json_text(part.after)
    if isinstance(part.before, int | float) and isinstance(part.after, int | float):
        return Told("", before, ""), Told("", after, "")
    lead = _alike(before, after)
    tail = _alike(before[lead:][::-1], after[lead:][::-1])
    if lead + tail < _ALIKE * min(len(before), len(after)):
        return Told("", before, ""), Told("", after, "")
    return _split(before, lead, tail), _split(after, lead, tail)


def _split(text: str, lead: int, tail: int) -> Told:
    end = len(text) - tail
    return Told(text[:lead], text[lead:end], text[end:])


def _alike(one: str, other: str) -> int:
    """How many letters both begin with."""
    differing = (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
    return next(differing, min(len(one), len(other)))


def _still(part: Part, path: str) -> Iterator[tuple[str, str]]:
    """Path and text of all that stayed."""
    for inner in part.parts:
        where = _readable(path, inner.place)
        if not inner.is_still:
            yield from _still(inner, where)
        elif _has_parts(inner.before):
            yield from ((_joined(where, rest), text) for rest, text in lines(inner.before))
        else:
            yield where, text_of(inner.before)


def _joined(path: str, rest: str) -> str:
    return path + rest if rest.startswith("[") else f"{path}.{rest}"


def _readable(path: str, place: Place) -> str:
    if place.name is not None:
        return f"{path}.{place.name}" if path else place.name
    return f"{path}[{label_of(place)}]" if place.known_by else f"{path}{label_of(place)}"


def label_of(place: Place) -> str:
    """The name of a member, the identity of an element, or else its index."""
    if place.name is not None:
        return place.name
    if place.known_by is not None:
        return " = ".join(place.known_by)
    return f"[{place.end if place.end is not None else place.start}]"


def _token(place: Place) -> str:
    """One step of a JSON pointer."""
    if place.name is not None:
        return place.name.replace("~", "~0").replace("/", "~1")
    return str(place.end if place.end is not None else place.start)
