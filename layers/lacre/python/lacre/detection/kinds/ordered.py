"""Selections in their order (temporal_ordered), or steps with counts in theirs (sequence), within the timespan.

Both are one demand of a selection after the other, met by different events in the order of time; the last is met by
the crossing. The newest fitting events, taken backwards from the crossing, leave the most room for what comes before:
so they are the evidence, and if they do not lie within the timespan nothing does.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lacre.detection.kinds.kind import EVIDENCE, Evidence, duration, marked
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
