"""What an episode is, straight from the definition, over a whole set of events and with everything at hand.

Nothing here is shared with what it judges.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, pairwise

from lacre.ports.detection import Arrival

Window = Sequence[Arrival]
Holds = Callable[[Window, int], tuple[Arrival, ...] | None]
"""The evidence of a window that ends with the crossing event, given until when it was quiet; None if it crosses not."""


@dataclass(frozen=True)
class Definition:
    """A rule over one group. `counted` and `reset_on` are masks of marks."""

    timespan_ms: int
    suppression_ms: int
    holds: Holds
    counted: int = 1
    reset_on: int = 0

    def episodes(self, arrivals: Iterable[Arrival]) -> list[tuple[Arrival, ...]]:
        """The evidence of each, in order."""
        ordered = sorted(set(arrivals))
        found: list[tuple[Arrival, ...]] = []
        quiet_until = 0
        for place, crossing in enumerate(ordered):
            if crossing.at <= quiet_until or not crossing.marks & self.counted:
                continue
            evidence = self.holds(self._window(ordered, place), quiet_until)
            if evidence is not None:
                found.append(evidence)
                quiet_until = crossing.at + self.suppression_ms
        return found

    def _window(self, ordered: Window, place: int) -> Window:
        since = max((before + 1 for before in range(place) if ordered[before].marks & self.reset_on), default=0)
        first = ordered[place].at - self.timespan_ms
        return [one for one in ordered[since : place + 1] if one.at >= first and one.marks & self.counted]


def count(threshold: int) -> Holds:
    def holds(window: Window, _: int) -> tuple[Arrival, ...] | None:
        return tuple(window[-threshold:]) if len(window) >= threshold else None

    return holds


def standing(window: Window, quiet_until: int, timespan_ms: int) -> dict[str, Arrival]:
    """For each value its first event in the crossing's stretch of the clock, or else its last before that."""
    crossing = window[-1]
    found: dict[str, Arrival] = {}
    for value in {one.value for one in window}:
        its = [one for one in window if one.value == value]
        of_stretch = [
            one for one in its if one.at > quiet_until and one.at // timespan_ms == crossing.at // timespan_ms
        ]
        found[value] = min(of_stretch) if of_stretch else max(its)
    return {**found, crossing.value: crossing}


def distinct(threshold: int, timespan_ms: int) -> Holds:
    def holds(window: Window, quiet_until: int) -> tuple[Arrival, ...] | None:
        newest = sorted(standing(window, quiet_until, timespan_ms).values())
        return tuple(newest[-threshold:]) if len(newest) >= threshold else None

    return holds


def has_chain(values: Iterable[str], length: int, gap: int) -> bool:
    numbers = sorted({int(value) for value in values if value.isdigit()})
    return any(all(later - earlier <= gap for earlier, later in pairwise(run)) for run in combinations(numbers, length))


def chained(threshold: int, length: int, gap: int) -> Callable[[Window], bool]:
    """Whether a window crosses; which events are named is told by a property of its own."""

    def crosses(window: Window) -> bool:
        values = {one.value for one in window}
        named = [value for value in values if not value.isdigit()]
        return len(named) >= threshold or (len(values) >= threshold and has_chain(values, length, gap))

    return crosses


def together(selections: int, timespan_ms: int) -> Holds:
    """Every selection: of each the event that stands for it."""

    def holds(window: Window, quiet_until: int) -> tuple[Arrival, ...] | None:
        found: set[Arrival] = set()
        for selection in range(selections):
            its = [one for one in window if one.marks >> selection & 1]
            if not its:
                return None
            of_stretch = [
                one for one in its if one.at > quiet_until and one.at // timespan_ms == window[-1].at // timespan_ms
            ]
            crossing = [one for one in its if one == window[-1]]
            found.add((crossing or [min(of_stretch) if of_stretch else max(its)])[0])
        return tuple(sorted(found))

    return holds


def in_order(demands: Sequence[int]) -> Holds:
    def holds(window: Window, _: int) -> tuple[Arrival, ...] | None:
        fitting = [
            match
            for match in combinations(window, len(demands))
            if match[-1] == window[-1]
            and all(one.marks >> selection & 1 for one, selection in zip(match, demands, strict=True))
        ]
        return max(fitting, key=lambda match: match[::-1]) if fitting else None

    return holds


def share(of: int, among: int, at_least: int, least: str) -> Holds:
    def holds(window: Window, _: int) -> tuple[Arrival, ...] | None:
        if not window[-1].marks >> of & 1:
            return None
        its = tuple(one for one in window if one.marks >> of & 1)
        whole = [one for one in window if one.marks >> among & 1]
        crosses = len(whole) >= at_least and Fraction(len(its)) >= Fraction(least) * len(whole)
        return its if crosses else None

    return holds
