"""Moments in the viewer's own zone, beside UTC."""

from datetime import datetime
from zoneinfo import ZoneInfo


def in_zone(at: str, zone: str) -> str:
    """A moment of the log (RFC 3339, UTC) as `2026-11-22 11:30:05 CAT`. Raises ValueError for what is none."""
    return f"{datetime.fromisoformat(at).astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M:%S %Z}"
