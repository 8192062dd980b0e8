"""The list of events as its page shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from functions.query.asked import AskedOfPage
from functions.query.views.address import search_address
from functions.query.views.newer import foreign
from functions.query.views.periods import periods
from functions.query.views.rows import EventRow
from lacre.model.filters import Filters
from lacre.searching.search import Page

PRIMARY = ("text", "start", "end", "action", "severity", "actor_id")
"""The conditions whose fields are always seen."""

_CONDITIONS = ("text", *Filters.__dataclass_fields__)


@dataclass(frozen=True)
class Token:
    """A condition in force. `said` is its value for people where the page knows one; `href` leads on without it."""

    name: str
    value: str
    said: str | None
    href: str


@dataclass(frozen=True)
class Period:
    name: str
    href: str
    is_current: bool


@dataclass(frozen=True)
class Listing:
    """`given` are the values of the form's fields. Addresses are queries of the list; `export` one of the exports.

    `newer` asks what has come since the page; None where newer events do not belong on its top.
    """

    rows: Sequence[EventRow]
    newest: Sequence[EventRow]
    page: Page
    given: Mapping[str, str]
    tokens: Sequence[Token]
    periods: Sequence[Period]
    more: str | None
    first: str
    newer: str | None
    export: str
    is_first: bool
    further: int


def listing(
    asked: AskedOfPage,
    query: Mapping[str, str],
    page: Page,
    rows: Sequence[EventRow],
    newest: Sequence[EventRow],
    now: int,
    zone: str | None,
    reader_id: str,
) -> Listing:
    """`query` are the query's parameters as they came; `now` in ms; `reader_id` is who looks at the page."""
    kept = {name: value for name, value in query.items() if value and name != "cursor"}
    conditions = {name: kept[name] for name in _CONDITIONS if name in kept}
    is_first = asked.cursor is None
    since = {"since": page.watermark, "known": str(foreign(page.newest, reader_id))}
    return Listing(
        rows=rows,
        newest=newest,
        page=page,
        given={**kept, **asked.form_moments, "order": asked.order},
        tokens=_tokens(kept, conditions, [*newest, *rows]),
        periods=_periods(kept, now, zone),
        more=search_address(kept, {"cursor": page.cursor}) if page.cursor else None,
        first=search_address(kept, {}),
        newer=search_address(conditions, since) if is_first and not asked.ascending else None,
        export=search_address(conditions, {}),
        is_first=is_first,
        further=sum(name not in PRIMARY for name in conditions),
    )


def _tokens(kept: Mapping[str, str], conditions: Mapping[str, str], rows: Sequence[EventRow]) -> list[Token]:
    names = {row.header.actor_id: row.actor_name for row in rows if row.header and row.actor_name}
    return [
        Token(name, value, names.get(value) if name == "actor_id" else None, search_address(kept, {name: None}))
        for name, value in conditions.items()
        if (name, value) != ("only_critical", "false")
    ]


def _periods(kept: Mapping[str, str], now: int, zone: str | None) -> list[Period]:
    current = {name: kept.get(name) for name in ("start", "end")}
    return [
        Period(name, search_address(kept, period), period == current) for name, period in periods(now, zone).items()
    ]
