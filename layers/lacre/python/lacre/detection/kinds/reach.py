"""How near a window of a group came to a rule's condition."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from lacre.ports.detection import Arrival

_ENDINGS = {1: "st", 2: "nd", 3: "rd"}


@dataclass(frozen=True)
class Reach:
    """Of all windows the one with the greatest `share` of what is needed, the last of them if there are several.

    `reached` and `needed` are figures of what `told` says for people; `events` are those that count, in order, at least
    one. `lacking` is what would have made the condition true if it had come until the timespan after the first of the
    events; empty where no such thing is alone enough.
    """

    share: Fraction
    reached: int
    needed: int
    events: tuple[Arrival, ...]
    told: str
    lacking: str = ""


def window_at(known: Sequence[Arrival], place: int, timespan_ms: int) -> Sequence[Arrival]:
    """The window of the arrival at `place`, which ends with it; `known` is in order."""
    first = bisect_left(known, known[place].at - timespan_ms, hi=place, key=lambda arrival: arrival.at)
    return known[first : place + 1]


def ordinal(place: int) -> str:
    """`1st` for 0; up to `20th`, which is more than a rule has of anything."""
    number = place + 1
    return f"{number}{_ENDINGS.get(number, 'th')}"
