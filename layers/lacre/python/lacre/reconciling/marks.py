"""How large the log was when: an event cannot be among leaves that were sealed before it was."""

import json
from bisect import bisect_right
from dataclasses import dataclass

from lacre.archive_reading.following import Place
from lacre.ports.reconciling import Bookmarks, Kind

MARKS = "marks"

_MOST = 64


@dataclass(frozen=True)
class Mark:
    """At `at` (ms since 1970) the log already held the leaves up to `place`."""

    at: int
    place: Place


def note_mark(kept: Bookmarks, at: int, place: Place) -> None:
    """Remember how far the log was followed by now. Another run's mark, noted meanwhile, is as good."""
    held = kept.read(Kind.RECONCILIATION, MARKS)
    marks = _decoded(held.text)
    if place.size > (marks[-1].place.size if marks else 0):
        kept.replace(held, _encoded([*_thinned(marks), Mark(at, place)]))


def mark_before(kept: Bookmarks, moment: int) -> Mark:
    """The last mark that was noted at or before a moment (ms since 1970); the log's beginning if none was."""
    marks = _decoded(kept.read(Kind.RECONCILIATION, MARKS).text)
    earlier = bisect_right(marks, moment, key=lambda mark: mark.at)
    return marks[earlier - 1] if earlier else Mark(0, Place())


def place_before(kept: Bookmarks, leaf: int) -> Place:
    """The furthest place that was noted and is not past a leaf; the log's beginning if none is."""
    marks = _decoded(kept.read(Kind.RECONCILIATION, MARKS).text)
    return max((mark.place for mark in marks if mark.place.size <= leaf), key=lambda one: one.size, default=Place())


def _thinned(marks: list[Mark]) -> list[Mark]:
    """Every other one of the older half, when there are too many: what is recent is asked for most."""
    return marks if len(marks) < _MOST else [*marks[: _MOST // 2 : 2], *marks[_MOST // 2 :]]


def _encoded(marks: list[Mark]) -> str:
    return json.dumps([[mark.at, mark.place.encode()] for mark in marks])


def _decoded(text: str) -> list[Mark]:
    """None for a text that is not of `_encoded`: then more of the log is read, and marks are noted anew."""
    try:
        return sorted((Mark(int(at), Place.decode(place)) for at, place in json.loads(text or "[]")), key=_at)
    except (ValueError, TypeError, RecursionError):
        return []


def _at(mark: Mark) -> int:
    return mark.at
