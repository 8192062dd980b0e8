"""Risk: a sum of the weights of what was noticed, from 0 to 100. Nothing is learned and nothing is hidden."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from lacre.model.vocabulary import Severity
from lacre.observing.observation import Code, Observation

MAXIMUM = 100

WEIGHTS: Mapping[Code, int] = {
    Code.ROW_CHANGED: 75,
    Code.SEAL_OVERDUE: 30,
    Code.IN_ALERT: 25,
    Code.BLOCKED_LATER: 20,
    Code.OTHER_JURISDICTION: 15,
    Code.SENSITIVE_FIELD: 15,
    Code.CLOCK_AHEAD: 15,
    Code.BEYOND_OFFLINE_REACH: 15,
    Code.SECURITY_EVENT: 10,
    Code.REFUSED: 10,
    Code.NEW_ADDRESS: 10,
    Code.UNUSUAL_HOUR: 10,
    Code.OUTSIDE_TRADING_HOURS: 5,
    Code.NEW_ACTION: 5,
    Code.NEW_ACTOR: 5,
    Code.SYNCED_LATE: 5,
    Code.BLOCK_UNDONE: 0,
}
"""Points of each, but of two: a severity by its own table, denials by how many there were."""

OF_SEVERITY: Mapping[Severity, int] = {
    Severity.INFO: 0,
    Severity.LOW: 5,
    Severity.MEDIUM: 10,
    Severity.HIGH: 25,
    Severity.CRITICAL: 40,
}
OF_EACH_DENIAL, OF_ALL_DENIALS = 3, 15


class Level(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


FLOORS: Mapping[Level, int] = {Level.CRITICAL: 75, Level.HIGH: 50, Level.MEDIUM: 25, Level.LOW: 0}
"""The lowest score of each level."""


@dataclass(frozen=True)
class Reason:
    """An observation and its points."""

    observation: Observation
    points: int


@dataclass(frozen=True)
class Risk:
    """`reasons` stand with the heaviest first; together they can have more than the score, which ends at MAXIMUM."""

    score: int
    level: Level
    reasons: tuple[Reason, ...]


def risk_of(observations: Iterable[Observation]) -> Risk:
    """The same observations give the same risk, in whatever order; one more never lowers it."""
    reasons = [Reason(one, points_of(one)) for one in observations]
    ordered = sorted(reasons, key=lambda reason: (-reason.points, reason.observation.code.value))
    score = min(MAXIMUM, sum(reason.points for reason in reasons))
    level = next(level for level, floor in FLOORS.items() if score >= floor)
    return Risk(score, level, tuple(ordered))


def points_of(observation: Observation) -> int:
    """From 0 to MAXIMUM."""
    if observation.code is Code.SEVERE:
        return OF_SEVERITY[Severity(str(observation.facts["severity"]))]
    if observation.code is Code.DENIALS_BEFORE:
        return min(OF_ALL_DENIALS, OF_EACH_DENIAL * int(observation.facts["count"]))
    return WEIGHTS[observation.code]
