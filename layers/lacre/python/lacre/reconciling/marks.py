"""How large the log was when: an event cannot be among leaves that were sealed before it was."""

import json
from bisect import bisect_right
from dataclasses import dataclass

from lacre.ports.reconciling import Bookmarks, Kind
from lacre.reconciling.following import Place

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


def _thinned(marks: list[Mark]) -> list[Mark]:
    """Every other one of the older half, when there are too many: what is recent is asked for most."""
    return marks if len(marks) < _MOST else [*marks[: _MOST // 2 : 2], *marks[_MOST // 2 :]]


def _encoded(marks: list[Mark]) -> str:
    return json.dumps([[mark.at, mark.place.encode()] for mark in marks])


def _decoded(text: str) -> list[Mark]:
    return [Mark(at, Place.decode(place)) for at, place in json.loads(text or "[]")]
