"""Trading hours: Monday to Saturday, 06:00 to 20:00 by the clock on the wall of a zone, whatever its clocks do."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

OPENS, CLOSES = time(6), time(20)
_SUNDAY = 6


def after_trading(start_ms: int, trading_ms: int, zone: ZoneInfo) -> int:
    """The moment (ms since 1970) when so many milliseconds of trading hours have passed since `start_ms`.

    What ends exactly with a day ends at its closing, not at the next opening.
    """
    remaining = trading_ms
    for opens, closes in _days(start_ms, zone):
        since = max(opens, start_ms)
        if closes - since >= remaining:
            return max(since, start_ms) + remaining
        remaining -= max(0, closes - since)
    raise OverflowError("the calendar ends before the trading hours do")


def _days(start_ms: int, zone: ZoneInfo) -> Iterator[tuple[int, int]]:
    """Opening and closing of each trading day, from the day of `start_ms` on."""
    day = datetime.fromtimestamp(start_ms // 1000, zone).date()
    while day < date.max:
        if day.weekday() != _SUNDAY:
            yield _trading(day, zone)
        day += timedelta(days=1)


@lru_cache(maxsize=1024)
def _trading(day: date, zone: ZoneInfo) -> tuple[int, int]:
    return _moment(day, OPENS, zone), _moment(day, CLOSES, zone)


def _moment(day: date, at: time, zone: ZoneInfo) -> int:
    return int(datetime.combine(day, at, zone).astimezone(UTC).timestamp()) * 1000
