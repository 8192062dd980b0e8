"""What the two clocks of an event tell: when its producer says it happened, and when it was recorded."""

from collections.abc import Iterator

from lacre.detection.event_time import OFFLINE_REACH_MS
from lacre.model import moment
from lacre.model.header import Header
from lacre.observing.observation import Code, Observation

AHEAD_MS = 60 * 1000
"""Clocks differ by less."""

LATE_MS = 24 * 60 * 60 * 1000


def of_clocks(header: Header) -> Iterator[Observation]:
    """Of an event that says when it happened."""
    if header.occurred_at is None:
        return
    late_ms = moment.to_milliseconds(header.recorded_at) - moment.to_milliseconds(header.occurred_at)
    if late_ms < -AHEAD_MS:
        yield Observation(Code.CLOCK_AHEAD, {"by_ms": -late_ms})
    elif late_ms > OFFLINE_REACH_MS:
        yield Observation(Code.BEYOND_OFFLINE_REACH, {"by_ms": late_ms})
    elif late_ms > LATE_MS:
        yield Observation(Code.SYNCED_LATE, {"by_ms": late_ms})
