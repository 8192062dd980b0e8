"""Shortcuts to periods: the hours before now, and days as the viewer's own zone has them."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)


def periods(now: int, zone: str | None) -> Mapping[str, Mapping[str, str | None]]:
    """The conditions of each period by its name; `now` in ms, `zone` an IANA name, or None for days of UTC."""
    at = datetime.fromtimestamp(now / 1000, UTC)
    today = _midnight(at, zone, lambda day: day)
    return {
        "hour": _from(at - timedelta(hours=1)),
        "day": _from(at - _DAY),
        "week": _from(at - 7 * _DAY),
        "month": _from(at - 30 * _DAY),
        "today": _from(today),
        "yesterday": {**_from(_midnight(at, zone, lambda day: day - _DAY)), "end": _text(today)},
    }


def _midnight(at: datetime, zone: str | None, which: Callable[[datetime], datetime]) -> datetime:
    """The start of a day. On the wall's clock: where clocks are put back, a day has 25 hours."""
    local = at.astimezone(ZoneInfo(zone) if zone else UTC)
    return which(local.replace(hour=0, minute=0, second=0, microsecond=0)).astimezone(UTC)


def _from(start: datetime) -> dict[str, str | None]:
    return {"start": _text(start), "end": None}


def _text(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M}Z"
