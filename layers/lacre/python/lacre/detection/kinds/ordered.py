"""Selections in their order (temporal_ordered), or steps with counts in theirs (sequence), within the timespan.

Both are one demand of a selection after the other, met by different events in the order of time; the last is met by
the crossing. The newest fitting events, taken backwards from the crossing, leave the most room for what comes before:
so they are the evidence, and if they do not lie within the timespan nothing does.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from lacre.detection.kinds.kind import EVIDENCE, Evidence, duration, marked
from lacre.detection.kinds.reach import Reach, ordinal
from lacre.ports.detection import Arrival

LONGEST = 20


@dataclass(frozen=True)
class Ordered:
    """`demands` are the numbers of selections; a step that wants five events stands in it five times."""

    timespan_ms: int
    demands: tuple[int, ...]
    most: int = 200

    def __post_init__(self) -> None:
        if not 1 <= len(self.demands) <= LONGEST:
            raise ValueError(f"a sequence has 1 to {LONGEST} events")

    @property
    def counted(self) -> int:
        return sum(1 << selection for selection in set(self.demands))

    def scan(self) -> "_Scan":
        return _Scan(self, [None] * len(self.demands))

    def evidence(self, window: Sequence[Arrival], quiet_until: int) -> Evidence:
        found = tuple(reversed(_backwards(window, self.demands)))
        return Evidence(found[-EVIDENCE:], len(found))

    def nearest(self, known: Sequence[Arrival], after_ms: int) -> Reach | None:
        """The most demands met in their order within the timespan, whichever are left out."""
        partial, best = _Partial(self), None
        for arrival in known:
            link = partial.most_met(arrival)
            if arrival.at > after_ms and link is not None and (best is None or link.met >= best.met):
                best = link
        return self._reach(list(best.back())[::-1]) if best else None

    def _reach(self, links: "Sequence[_Link]") -> Reach:
        met, needed = {link.demand for link in links}, len(self.demands)
        missing = [place for place in range(needed) if place not in met]
        counts = Counter(self.demands[place] for place in missing)
        names = " and ".join(f"{count} of the rule's {ordinal(one)} selection" for one, count in sorted(counts.items()))
        told = f"{len(met)} of {needed} events in the rule's order in {duration(self.timespan_ms)}"
        # What is missing at the end can still come; for what is missing before it, its time is over.
        is_beginning = missing == list(range(len(met), needed))
        return Reach(
            share=Fraction(len(met), needed),
            reached=len(met),
            needed=needed,
            events=tuple(link.arrival for link in links),
            told=told if is_beginning or not missing else f"{told}, without {names}",
            lacking=names if is_beginning else "",
        )

    def kept(self, known: Sequence[Arrival], closed_until: int, settled_until: int) -> list[Arrival]:
        """Of what nothing can be put between any more, all that the beginning of a later match could take."""
        settled = [arrival for arrival in known if arrival.at <= settled_until]
        needed: set[Arrival] = set()
        for length in range(1, len(self.demands)):
            beginning = _backwards(settled, self.demands[:length])
            if len(beginning) == length:
                needed.update(beginning)
        return [*sorted(needed), *(arrival for arrival in known if arrival.at > settled_until)]

    def capacity(self, retention_ms: int) -> int:
        return self.most

    def told(self) -> str:
        return f"{len(self.demands)} events in the rule's order in {duration(self.timespan_ms)}"


@dataclass
class _Scan:
    kind: Ordered
    begun: list[int | None] = field(default_factory=list)
    """Of each beginning of the demands, the latest time at which events that meet it begin."""

    def crosses(self, arrival: Arrival, *, is_open: bool) -> bool:
        demands, crossed = self.kind.demands, False
        # From the last to the first, or one event would meet two demands.
        for place in range(len(demands) - 1, -1, -1):
            if not marked(arrival, demands[place]):
                continue
            begun = arrival.at if place == 0 else self.begun[place - 1]
            if begun is not None:
                self.begun[place] = begun
                crossed |= place == len(demands) - 1 and begun >= arrival.at - self.kind.timespan_ms
        return crossed


@dataclass(frozen=True)
class _Link:
    """An event that meets a demand, after others that meet earlier ones; `begun` (ms) is when the first of them was."""

    arrival: Arrival
    demand: int
    begun: int
    met: int
    before: "_Link | None"

    def back(self) -> "Iterator[_Link]":
        link: _Link | None = self
        while link is not None:
            yield link
            link = link.before


class _Partial:
    """Of each demand, and each number of demands met with it as the last one, what begins the latest."""

    def __init__(self, kind: Ordered) -> None:
        self._kind = kind
        self._links: list[dict[int, _Link]] = [{} for _ in kind.demands]

    def most_met(self, arrival: Arrival) -> _Link | None:
        """What the arrival is the last of, and lies within the timespan."""
        most: _Link | None = None
        # From the last to the first, or one event would meet two demands.
        for demand in range(len(self._links) - 1, -1, -1):
            if marked(arrival, self._kind.demands[demand]):
                links = self._ending(arrival, demand)
                self._links[demand].update(links)
                most = max((*links.values(), *([most] if most else [])), key=lambda link: link.met)
        return most

    def _ending(self, arrival: Arrival, demand: int) -> dict[int, _Link]:
        found = {1: _Link(arrival, demand, arrival.at, 1, None)}
        for earlier in self._links[:demand]:
            for met, link in earlier.items():
                standing = found.get(met + 1)
                is_within = link.begun >= arrival.at - self._kind.timespan_ms
                if is_within and (standing is None or link.begun > standing.begun):
                    found[met + 1] = _Link(arrival, demand, link.begun, met + 1, link)
        return found


def _backwards(arrivals: Sequence[Arrival], demands: Sequence[int]) -> list[Arrival]:
    """The newest arrivals that meet the demands, the last demand's first; as far as they are met."""
    found: list[Arrival] = []
    wanted: Iterable[int] = reversed(demands)
    remaining = reversed(arrivals)
    for selection in wanted:
        fitting = next((arrival for arrival in remaining if marked(arrival, selection)), None)
        if fitting is None:
            break
        found.append(fitting)
    return found
