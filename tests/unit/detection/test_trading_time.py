"""Trading hours against counting every minute, and over nights, Sundays and changes of the clock."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lacre.detection.trading_time import after_trading

HOUR, MINUTE = 3_600_000, 60_000
LUANDA, LISBON, SAO_PAULO = (ZoneInfo(name) for name in ("Africa/Luanda", "Europe/Lisbon", "America/Sao_Paulo"))


def at(text: str, zone: ZoneInfo = LUANDA) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=zone).timestamp() * 1000)


@pytest.mark.parametrize(
    ("start", "hours", "expected"),
    [
        ("2026-11-16T08:00", 1, "2026-11-16T09:00"),
        ("2026-11-16T04:00", 1, "2026-11-16T07:00"),
        ("2026-11-16T19:00", 1, "2026-11-16T20:00"),
        ("2026-11-16T19:00", 2, "2026-11-17T07:00"),
        ("2026-11-16T22:00", 1, "2026-11-17T07:00"),
        ("2026-11-21T19:00", 2, "2026-11-23T07:00"),
        ("2026-11-22T12:00", 1, "2026-11-23T07:00"),
        ("2026-11-16T06:00", 14, "2026-11-16T20:00"),
        ("2026-11-16T06:00", 72, "2026-11-21T08:00"),
        ("2026-11-19T06:00", 72, "2026-11-25T08:00"),
    ],
    ids=[
        "within a day",
        "before the opening",
        "exactly to the closing",
        "over a night",
        "after the closing",
        "over a Sunday",
        "on a Sunday",
        "a whole day",
        "72 hours in a week",
        "72 hours over a Sunday",
    ],
)
def test_trading_hours(start: str, hours: int, expected: str) -> None:
    assert after_trading(at(start), hours * HOUR, LUANDA) == at(expected)


def test_a_millisecond_more_than_a_day_is_in_the_next() -> None:
    assert after_trading(at("2026-11-16T06:00"), 14 * HOUR + 1, LUANDA) == at("2026-11-17T06:00") + 1


@pytest.mark.parametrize(
    ("zone", "saturday", "monday"),
    [
        (LISBON, "2026-03-28T19:00", "2026-03-30T07:00"),
        (LISBON, "2026-10-24T19:00", "2026-10-26T07:00"),
        (SAO_PAULO, "2018-11-03T19:00", "2018-11-05T07:00"),
    ],
    ids=["spring", "autumn", "at midnight"],
)
def test_hours_are_those_of_the_wall_when_the_clocks_change(zone: ZoneInfo, saturday: str, monday: str) -> None:
    assert after_trading(at(saturday, zone), 2 * HOUR, zone) == at(monday, zone)


def test_a_day_whose_clocks_change_while_trading_has_the_hours_that_pass() -> None:
    """Samoa left out 30 December 2011, a Friday: from Thursday to Saturday there is nothing between."""
    apia = ZoneInfo("Pacific/Apia")
    assert after_trading(at("2011-12-29T19:00", apia), 2 * HOUR, apia) == at("2011-12-31T07:00", apia)


def is_trading(moment_ms: int, zone: ZoneInfo) -> bool:
    wall = datetime.fromtimestamp(moment_ms / 1000, UTC).astimezone(zone)
    return wall.weekday() < 6 and 6 <= wall.hour < 20


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([LUANDA, LISBON, ZoneInfo("America/New_York"), ZoneInfo("Asia/Kathmandu")]),
    st.integers(0, 400 * 24 * 60),
    st.integers(1, 40 * 60),
)
def test_every_minute_is_counted(zone: ZoneInfo, start: int, minutes: int) -> None:
    since = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp() * 1000) + start * MINUTE
    moment, left = since, minutes
    while left:
        left -= is_trading(moment, zone)
        moment += MINUTE
    assert after_trading(since, minutes * MINUTE, zone) == moment
    assert timedelta(milliseconds=moment - since) >= timedelta(minutes=minutes)
