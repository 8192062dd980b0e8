"""Percentiles of what requests took, and what they are judged by."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figures:
    """Milliseconds."""

    count: int
    p50: float
    p95: float
    p99: float

    @property
    def row(self) -> str:
        return f"{self.count:6d} {self.p50:9.1f} {self.p95:9.1f} {self.p99:9.1f}"


HEAD = f"{'n':>6} {'p50':>9} {'p95':>9} {'p99':>9}  ms"


def figures_of(samples: Sequence[float]) -> Figures:
    """Raises statistics.StatisticsError for less than two."""
    cuts = statistics.quantiles(samples, n=100, method="inclusive")
    return Figures(len(samples), cuts[49], cuts[94], cuts[98])


@dataclass(frozen=True)
class Bound:
    """A figure and the most that it may be. What is only aimed at is told, and decides nothing."""

    what: str
    value: float
    most: float
    unit: str
    is_aim: bool = False

    @property
    def is_met(self) -> bool:
        return self.value <= self.most

    @property
    def row(self) -> str:
        met, missed = ("reached", "not reached") if self.is_aim else ("met", "MISSED")
        kind = "aim" if self.is_aim else "bound"
        verdict = met if self.is_met else missed
        return f"{self.what:<58} {self.value:9.2f} {self.unit:<5} {kind:<5} {self.most:7.2f}  {verdict}"
