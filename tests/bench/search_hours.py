"""How many of the events each hour has: nights, Sundays, busy hours, ends of months and a few hours of attack."""

import random
from datetime import UTC, datetime, timedelta

DAYS = 90
BEGIN = datetime(2026, 8, 20, tzinfo=UTC)
END = BEGIN + timedelta(days=DAYS)
"""Fixed, so that a seed always gives the same events; whoever searches them sets the clock to this."""

_MAPUTO = timedelta(hours=2)
_OF_DAY = (1, 1, 1, 1, 1, 3, 8, 20, 45, 60, 70, 68, 55, 50, 58, 66, 74, 80, 62, 40, 25, 12, 6, 3)
_OF_WEEK = (1.0, 0.9, 0.9, 1.0, 1.3, 1.1, 0.4)


def hours(count: int, seed: int) -> list[tuple[datetime, int]]:
    """The begin of each hour, and its number of events, which together are `count`."""
    chance = random.Random(f"{seed}-hours")
    begins = [BEGIN + timedelta(hours=number) for number in range(DAYS * 24)]
    weights = [_weight(begin, chance) for begin in begins]
    whole, counted, sums = sum(weights), 0, 0.0
    found = []
    for begin, weight in zip(begins, weights, strict=True):
        sums += weight
        until = round(count * sums / whole)
        found.append((begin, until - counted))
        counted = until
    return found


def _weight(begin: datetime, chance: random.Random) -> float:
    local = begin + _MAPUTO
    month_end = 1.6 if local.day >= 28 or local.day <= 2 else 1.0
    attack = 12.0 if chance.random() < 0.003 else 1.0
    return _OF_DAY[local.hour] * _OF_WEEK[local.weekday()] * month_end * attack * chance.uniform(0.8, 1.25)
