"""The calendar of the London Metal Exchange against what makes the bank holidays of England and Wales."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hedge.model.business_days import COVERED_YEARS, HOLIDAYS, UncoveredYearError, day_before, is_business_day

FIRST_ANSWERED = date(2025, 1, 3)
"""Before it lies only 2025-01-01, a holiday, in the covered years."""
LAST = date(2027, 12, 31)
ONE_DAY = timedelta(days=1)


def easter_of(year: int) -> date:
    """Easter Sunday by the anonymous Gregorian algorithm (Meeus, Astronomical Algorithms, chapter 8)."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    leap_centuries, century_rest = divmod(century, 4)
    moon = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - moon + 15) % 30
    leaps, leap_rest = divmod(rest, 4)
    weekday = (32 + 2 * century_rest + 2 * leaps - epact - leap_rest) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def bank_holidays_of(year: int) -> Iterator[date]:
    """By the rules of the Banking and Financial Dealings Act 1971 and custom; those of a weekend are kept later."""
    yield easter_of(year) - timedelta(days=2)
    yield easter_of(year) + ONE_DAY
    yield _monday_from(date(year, 5, 1))
    yield _monday_from(date(year, 5, 25))
    yield _monday_from(date(year, 8, 25))
    taken: set[date] = set()
    for day in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        kept = day
        while kept.weekday() >= 5 or kept in taken:
            kept += ONE_DAY
        taken.add(kept)
        yield kept


def _monday_from(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)


@pytest.mark.parametrize(
    ("year", "easter"), [(2000, "2000-04-23"), (2024, "2024-03-31"), (2025, "2025-04-20"), (2026, "2026-04-05")]
)
def test_easter_is_computed_right(year: int, easter: str) -> None:
    assert easter_of(year).isoformat() == easter


@pytest.mark.parametrize("year", COVERED_YEARS)
def test_the_table_holds_what_the_rules_make(year: int) -> None:
    assert {day for day in HOLIDAYS if day.year == year} == set(bank_holidays_of(year))
    assert all(day.weekday() < 5 for day in HOLIDAYS)


@pytest.mark.parametrize(
    ("day", "before"),
    [
        ("2025-01-03", "2025-01-02"),
        ("2025-04-22", "2025-04-17"),
        ("2025-12-29", "2025-12-24"),
        ("2026-01-01", "2025-12-31"),
        ("2026-01-02", "2025-12-31"),
        ("2026-02-01", "2026-01-30"),
        ("2026-01-30", "2026-01-29"),
        ("2026-02-02", "2026-01-30"),
        ("2026-02-03", "2026-02-02"),
        ("2026-04-07", "2026-04-02"),
        ("2026-12-29", "2026-12-24"),
        ("2027-01-01", "2026-12-31"),
        ("2027-01-04", "2026-12-31"),
        ("2027-12-28", "2027-12-24"),
        ("2027-12-29", "2027-12-24"),
        ("2027-12-31", "2027-12-30"),
    ],
)
def test_the_day_before(day: str, before: str) -> None:
    assert day_before(date.fromisoformat(day)).isoformat() == before


@given(st.dates(FIRST_ANSWERED, LAST))
def test_it_is_a_business_day_and_none_lies_between(day: date) -> None:
    before = day_before(day)
    assert before < day
    assert before.weekday() < 5
    assert before not in HOLIDAYS
    between = [before + timedelta(days=n) for n in range(1, (day - before).days)]
    assert not any(is_business_day(one) for one in between)


@pytest.mark.parametrize("day", ["2025-01-01", "2025-01-02", "2024-12-31", "2028-01-01", "2028-01-03", "2028-01-04"])
def test_another_year_is_not_covered(day: str) -> None:
    with pytest.raises(UncoveredYearError):
        day_before(date.fromisoformat(day))


@pytest.mark.parametrize("day", [date.min, date(2024, 12, 31), date(2028, 1, 1), date.max])
def test_no_day_of_another_year_is_known_to_be_business(day: date) -> None:
    with pytest.raises(UncoveredYearError):
        is_business_day(day)
    with pytest.raises(UncoveredYearError):
        day_before(day)
