"""The business days of the London Metal Exchange, 2025 to 2027.

The exchange does not trade on Saturdays, Sundays and the bank holidays of England and Wales: "LME Trading Calendar
2024-2034" at https://www.lme.com/Trading/Trading-venues/Trading-times, with the dates of
https://www.gov.uk/bank-holidays. US holidays move prompt dates, but the exchange trades on them. A bank holiday that
falls on a weekend is kept on the next weekday that is none (2026-12-28, 2027-12-27 and 2027-12-28).
"""

from datetime import date, timedelta

_NEW_YEAR_AND_EASTER = (
    *(date(2025, 1, 1), date(2025, 4, 18), date(2025, 4, 21)),
    *(date(2026, 1, 1), date(2026, 4, 3), date(2026, 4, 6)),
    *(date(2027, 1, 1), date(2027, 3, 26), date(2027, 3, 29)),
)
_MAY_AND_AUGUST = (
    *(date(2025, 5, 5), date(2025, 5, 26), date(2025, 8, 25)),
    *(date(2026, 5, 4), date(2026, 5, 25), date(2026, 8, 31)),
    *(date(2027, 5, 3), date(2027, 5, 31), date(2027, 8, 30)),
)
_CHRISTMAS = (
    *(date(2025, 12, 25), date(2025, 12, 26)),
    *(date(2026, 12, 25), date(2026, 12, 28)),
    *(date(2027, 12, 27), date(2027, 12, 28)),
)
HOLIDAYS = frozenset((*_NEW_YEAR_AND_EASTER, *_MAY_AND_AUGUST, *_CHRISTMAS))
COVERED_YEARS = range(2025, 2028)
_SATURDAY = 5
_ONE_DAY = timedelta(days=1)


class UncoveredYearError(ValueError):
    """A day of a year whose holidays are not known here."""


def is_business_day(day: date) -> bool:
    """Whether the exchange trades. Raises UncoveredYearError for a day of another year than 2025 to 2027."""
    if day.year not in COVERED_YEARS:
        raise UncoveredYearError(f"the calendar does not cover {day.year}")
    return day.weekday() < _SATURDAY and day not in HOLIDAYS


def day_before(day: date) -> date:
    """The exactly previous business day. Raises UncoveredYearError if `day` or that one is of an uncovered year."""
    if day.year not in COVERED_YEARS:
        raise UncoveredYearError(f"the calendar does not cover {day.year}")
    found = day - _ONE_DAY
    while not is_business_day(found):
        found -= _ONE_DAY
    return found
