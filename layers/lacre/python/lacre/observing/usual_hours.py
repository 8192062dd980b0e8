"""Whether something happened at an hour at which its actor usually works."""

from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from lacre.detection.event_time import event_time
from lacre.detection.trading_time import CLOSES, OPENS
from lacre.model.header import Header

FEWEST_EVENTS, FEWEST_DAYS = 20, 5
"""Less than this says nothing about an actor's hours; those of trade stand in for them."""

_HOURS = 24
_SUNDAY = 6


def has_usual_hours(events: Sequence[Header], zone: ZoneInfo) -> bool:
    """Whether enough is known of an actor."""
    days = {_clock(one, zone).date() for one in events}
    return len(events) >= FEWEST_EVENTS and len(days) >= FEWEST_DAYS


def is_usual_hour(header: Header, events: Sequence[Header], zone: ZoneInfo) -> bool:
    """Whether any of the events happened within an hour of the day around this one's, by the clocks of the zone."""
    hour = _clock(header, zone).hour
    near = {(hour + way) % _HOURS for way in (-1, 0, 1)}
    return any(_clock(one, zone).hour in near for one in events)


def is_trading_hour(header: Header, zone: ZoneInfo) -> bool:
    clock = _clock(header, zone)
    return clock.weekday() != _SUNDAY and OPENS <= clock.time() < CLOSES


def clock_text(header: Header, zone: ZoneInfo) -> str:
    """The hour and minute by the clocks of the zone, with its abbreviation."""
    return f"{_clock(header, zone):%H:%M %Z}"


def _clock(header: Header, zone: ZoneInfo) -> datetime:
    return datetime.fromtimestamp(event_time(header) // 1000, UTC).astimezone(zone)
