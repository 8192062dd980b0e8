"""Shortcuts to periods, in UTC and in a zone of one's own."""

from datetime import UTC, datetime

import pytest

from functions.query.views.periods import periods


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


def test_hours_and_days_before_now() -> None:
    found = periods(at("2026-11-22T21:05:59.999"), None)
    assert {name: (one["start"], one["end"]) for name, one in found.items()} == {
        "hour": ("2026-11-22T20:05Z", None),
        "day": ("2026-11-21T21:05Z", None),
        "week": ("2026-11-15T21:05Z", None),
        "month": ("2026-10-23T21:05Z", None),
        "today": ("2026-11-22T00:00Z", None),
        "yesterday": ("2026-11-21T00:00Z", "2026-11-22T00:00Z"),
    }


@pytest.mark.parametrize(
    ("now", "zone", "yesterday", "today"),
    [
        ("2026-11-22T23:30", "Africa/Maputo", "2026-11-21T22:00Z", "2026-11-22T22:00Z"),
        ("2026-11-22T01:00", "Africa/Maputo", "2026-11-20T22:00Z", "2026-11-21T22:00Z"),
        ("2026-11-22T02:00", "America/Sao_Paulo", "2026-11-20T03:00Z", "2026-11-21T03:00Z"),
        # Clocks were put back in the night to 25 October, and forward in that to 29 March.
        ("2026-10-26T12:00", "Europe/Lisbon", "2026-10-24T23:00Z", "2026-10-26T00:00Z"),
        ("2026-03-30T12:00", "Europe/Lisbon", "2026-03-29T00:00Z", "2026-03-29T23:00Z"),
    ],
)
def test_days_are_those_of_the_zone(now: str, zone: str, yesterday: str, today: str) -> None:
    found = periods(at(now), zone)
    assert found["today"] == {"start": today, "end": None}
    assert found["yesterday"] == {"start": yesterday, "end": today}
