"""So many of so many: at an event of `of`, at least `at_least` of `among` in the window, and `of` at least a share of
them. The evidence are the events of `of`.

Nothing may be forgotten within the window, neither what makes the share nor what it is a share of: 24 bytes an event.
A group of the most, 10,000 events, half of them not decided yet, is 240 units at each write and 60 at each read; one
of 100 events is 3 and 1. Beyond that the oldest are set aside by name, and the share is that of the others.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from lacre.detection.kinds.kind import EVIDENCE, Evidence, duration, marked
from lacre.ports.detection import Arrival


@dataclass(frozen=True)
class Ratio:
    """`of` and `among` are selections; `share` is exact."""

    timespan_ms: int
    of: int
    among: int
    at_least: int
    share: Fraction
    most: int = 5_000

    def __post_init__(self) -> None:
        if self.at_least < 1 or self.share <= 0:
            raise ValueError("a ratio has a least number and a share above nothing")

    @property
    def counted(self) -> int:
        return 1 << self.of | 1 << self.among

    def scan(self) -> "_Scan":
        return _Scan(self)

    def evidence(self, window: Sequence[Arrival], quiet_until: int) -> Evidence:
        found = tuple(arrival for arrival in window if marked(arrival, self.of))
        return Evidence(found[-EVIDENCE:], len(found))

    def kept(self, known: Sequence[Arrival], closed_until: int, settled_until: int) -> list[Arrival]:
        return list(known)

    def capacity(self, retention_ms: int) -> int:
        return self.most

    def told(self) -> str:
        percent = float(self.share * 100)
        return f">= {percent:g} % of at least {self.at_least} events in {duration(self.timespan_ms)}"


@dataclass
class _Scan:
    kind: Ratio
    window: deque[Arrival] = field(default_factory=deque)
    of: int = 0
    among: int = 0

    def crosses(self, arrival: Arrival, *, is_open: bool) -> bool:
        kind = self.kind
        self._count(arrival, 1)
        self.window.append(arrival)
        while self.window[0].at < arrival.at - kind.timespan_ms:
            self._count(self.window.popleft(), -1)
        if not marked(arrival, kind.of) or self.among < kind.at_least:
            return False
        return self.of * kind.share.denominator >= self.among * kind.share.numerator

    def _count(self, arrival: Arrival, by: int) -> None:
        self.of += by * marked(arrival, self.kind.of)
        self.among += by * marked(arrival, self.kind.among)
