"""Moments in the viewer's own zone, beside UTC."""

from datetime import datetime
from zoneinfo import ZoneInfo


def in_zone(at: str, zone: str) -> str:
    """A moment of the log (RFC 3339, UTC) as `11:30:05 CAT`, with the day before it where that is another there.

    Raises ValueError for what is no moment. Empty for one on the first or last day that there is, of which the zone's
    own day is none: producers say when something happened, and what they say must not keep anybody from seeing the
    event.
    """
    try:
        local = datetime.fromisoformat(at).astimezone(ZoneInfo(zone))
    except OverflowError:
        return ""
    return f"{local:%H:%M:%S %Z}" if local.date().isoformat() == at[:10] else f"{local:%Y-%m-%d %H:%M:%S %Z}"
