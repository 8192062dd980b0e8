"""So many of so many: at an event of `of`, at least `at_least` of `among` in the window, and `of` at least a share of
them. The evidence are the events of `of`.

Nothing may be forgotten within the window, neither what makes the share nor what it is a share of: 24 bytes an event.
A group of the most, 10,000 events, half of them not decided yet, is 240 units at each write and 60 at each read; one
of 100 events is 3 and 1. Beyond that the oldest are set aside by name, and the share is that of the others.
"""

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from lacre.detection.kinds.kind import EVIDENCE, Evidence, duration, marked
from lacre.detection.kinds.reach import Reach, window_at
from lacre.model import moment
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

    def nearest(self, known: Sequence[Arrival], after_ms: int) -> Reach | None:
        """A ratio is judged at events of `of`: a window that ends with another came to nothing."""
        scan, best, ending = self.scan(), (Fraction(-1), 0, 0), None
        for place, arrival in enumerate(known):
            scan.crosses(arrival, is_open=False)
            if arrival.at > after_ms and marked(arrival, self.of):
                share = min(Fraction(scan.among, self.at_least), Fraction(scan.of, scan.among or 1) / self.share)
                if share >= best[0]:
                    best, ending = (share, scan.of, scan.among), place
        if not known or known[-1].at <= after_ms:
            return None
        if ending is None:
            since = f" after {moment.to_text(after_ms)}" if after_ms else ""
            told = f"a ratio is judged when an event of its share comes, and none came{since}"
            return Reach(Fraction(0), 0, 1, tuple(window_at(known, len(known) - 1, self.timespan_ms)), told)
        return self._reach(best, window_at(known, ending, self.timespan_ms))

    def _reach(self, best: tuple[Fraction, int, int], window: Sequence[Arrival]) -> Reach:
        share, of, among = best
        events = tuple(arrival for arrival in window if marked(arrival, self.of))
        figures = f"{of} of {among} events in {duration(self.timespan_ms)}"
        if among < self.at_least:
            told = f"{among} of {self.at_least} events that the ratio needs: {figures}"
            return Reach(share, among, self.at_least, events, told)
        # Cut off and not rounded: what is too little never looks like enough.
        told = f"the ratio is {1000 * of // among / 10:g} %, {float(self.share * 100):g} % needed: {figures}"
        return Reach(share, of, math.ceil(self.share * among), events, told)

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
