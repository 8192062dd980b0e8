"""At least N events in a window; the evidence are the newest N up to the crossing.

A further event can only make a crossing earlier, never undo it. Of what can only lead up to a crossing the last N - 1
do as well as all, and without a crossing no window holds N: so little is kept, whatever the rate of an attack.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from lacre.detection.kinds.kind import EVIDENCE, Evidence, duration
from lacre.detection.kinds.reach import Reach
from lacre.ports.detection import Arrival


@dataclass(frozen=True)
class EventCount:
    """`threshold` is N >= 1."""

    timespan_ms: int
    threshold: int
    counted: int = 1
    most: int = 200

    def __post_init__(self) -> None:
        if self.threshold < 1:
            raise ValueError("a count has a threshold")

    def scan(self) -> "_Scan":
        return _Scan(self.timespan_ms, deque(maxlen=self.threshold))

    def evidence(self, window: Sequence[Arrival], quiet_until: int) -> Evidence:
        found = tuple(window[-self.threshold :])
        return Evidence(found[-EVIDENCE:], len(found))

    def nearest(self, known: Sequence[Arrival], after_ms: int) -> Reach | None:
        most, ending, first = 0, 0, 0
        for place, arrival in enumerate(known):
            while known[first].at < arrival.at - self.timespan_ms:
                first += 1
            if arrival.at > after_ms and place - first + 1 >= most:
                most, ending = place - first + 1, place
        if not most:
            return None
        return Reach(
            share=Fraction(most, self.threshold),
            reached=most,
            needed=self.threshold,
            events=tuple(known[ending - most + 1 : ending + 1]),
            told=f"{most} of {self.threshold} events in {duration(self.timespan_ms)}",
            lacking=f"{self.threshold - most} more",
        )

    def kept(self, known: Sequence[Arrival], closed_until: int, settled_until: int) -> list[Arrival]:
        leading = sum(arrival.at <= closed_until for arrival in known)
        return list(known[max(0, leading - self.threshold + 1) :])

    def capacity(self, retention_ms: int) -> int:
        return (self.threshold - 1) * (retention_ms // self.timespan_ms + 2) + 1

    def told(self) -> str:
        return f">= {self.threshold} events in {duration(self.timespan_ms)}"


@dataclass
class _Scan:
    timespan_ms: int
    newest: deque[int] = field(default_factory=deque)

    def crosses(self, arrival: Arrival, *, is_open: bool) -> bool:
        self.newest.append(arrival.at)
        return len(self.newest) == self.newest.maxlen and self.newest[0] >= arrival.at - self.timespan_ms
