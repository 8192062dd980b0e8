"""The list of events as its page shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from functions.query.asked import AskedOfPage
from functions.query.views.rows import EventRow
from lacre.model import moment
from lacre.searching.search import Page

_PERIODS = (("Last hour", 1), ("Last 24 hours", 24), ("Last 7 days", 7 * 24), ("Last 30 days", 30 * 24))
_HOUR_MS = 60 * 60 * 1000
_NOT_FILTERS = ("cursor", "order", "limit")
_PRIMARY = ("start", "end", "action", "severity", "actor_id", "order")


@dataclass(frozen=True)
class Link:
    """A search of one's own: what it is called, and its address relative to the page."""

    label: str
    href: str


@dataclass(frozen=True)
class Listing:
    """`given` are the values of the form's fields; `filters` lead to the same search without the one they name."""

    rows: Sequence[EventRow]
    newest: Sequence[EventRow]
    page: Page
    given: Mapping[str, str]
    filters: Sequence[Link]
    periods: Sequence[Link]
    more: str | None
    first: str
    is_first: bool
    has_further_filters: bool


def listing(
    asked: AskedOfPage,
    query: Mapping[str, str],
    page: Page,
    rows: Sequence[EventRow],
    newest: Sequence[EventRow],
    now: int,
) -> Listing:
    """`query` are the query's parameters as they came; `now` in ms."""
    given = {name: value for name, value in query.items() if value}
    kept = {name: value for name, value in given.items() if name != "cursor"}
    filters = {name: value for name, value in kept.items() if name not in _NOT_FILTERS}
    return Listing(
        rows=rows,
        newest=newest,
        page=page,
        given={**kept, **_form_moments(asked), "order": asked.order},
        filters=[Link(f"{_label(name)}: {value}", _search(kept, {name: None})) for name, value in filters.items()],
        periods=[Link(label, _search(kept, {"start": _ago(now, hours), "end": None})) for label, hours in _PERIODS],
        more=_search(kept, {"cursor": page.cursor}) if page.cursor else None,
        first=_search(kept, {}),
        is_first="cursor" not in given,
        has_further_filters=any(name not in _PRIMARY for name in filters),
    )


def _form_moments(asked: AskedOfPage) -> dict[str, str]:
    """As a field for date and time takes them: in UTC, without a zone."""
    filters = asked.filters
    given = {"start": filters.start, "end": filters.end}
    return {name: at[:19] for name, at in given.items() if at is not None}


def _search(kept: Mapping[str, str], changed: Mapping[str, str | None]) -> str:
    wanted = {**kept, **changed}
    return "?" + urlencode({name: value for name, value in wanted.items() if value})


def _ago(now: int, hours: int) -> str:
    return moment.to_text(now - hours * _HOUR_MS)[:16] + "Z"


def _label(name: str) -> str:
    return name.replace("_", " ").capitalize().replace("Ip", "IP").replace(" id", " ID")
