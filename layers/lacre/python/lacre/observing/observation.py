"""Something worth telling about an event."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Code(StrEnum):
    """What can be noticed; docs/risk.md says of each when."""

    SEVERE = "SEVERE"
    REFUSED = "REFUSED"
    SECURITY_EVENT = "SECURITY_EVENT"
    NEW_ACTOR = "NEW_ACTOR"
    NEW_ADDRESS = "NEW_ADDRESS"
    NEW_ACTION = "NEW_ACTION"
    UNUSUAL_HOUR = "UNUSUAL_HOUR"
    OUTSIDE_TRADING_HOURS = "OUTSIDE_TRADING_HOURS"
    DENIALS_BEFORE = "DENIALS_BEFORE"
    BLOCKED_LATER = "BLOCKED_LATER"
    BLOCK_UNDONE = "BLOCK_UNDONE"
    CLOCK_AHEAD = "CLOCK_AHEAD"
    SYNCED_LATE = "SYNCED_LATE"
    BEYOND_OFFLINE_REACH = "BEYOND_OFFLINE_REACH"
    SENSITIVE_FIELD = "SENSITIVE_FIELD"
    OTHER_JURISDICTION = "OTHER_JURISDICTION"
    IN_ALERT = "IN_ALERT"
    ROW_CHANGED = "ROW_CHANGED"
    SEAL_OVERDUE = "SEAL_OVERDUE"


@dataclass(frozen=True)
class Observation:
    """`facts` are what the sentence about it names: moments as the log writes them, durations in milliseconds."""

    code: Code
    facts: Mapping[str, str | int] = field(default_factory=dict)
