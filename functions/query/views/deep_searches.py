"""The pages of deep searches: the list with its form, and one with what it found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from functions.query.deep_search_bodies import FoundQuery
from functions.query.views.address import search_address
from functions.query.views.rows import EventRow
from lacre.model import moment
from lacre.model.filters import Selection
from lacre.model.header import Header
from lacre.ports.deep_searches import DeepSearch
from lacre.ports.paging import Page

_HOUR_MS = 60 * 60 * 1000

Conditions = Sequence[tuple[str, str]]
"""Those that were given, by name; of one that is only on or off the value is empty."""


@dataclass(frozen=True)
class DeepSearchRow:
    search: DeepSearch
    conditions: Conditions


@dataclass(frozen=True)
class DeepSearchesPage:
    """`given` are the values of the form's fields; `more` is the next page's address."""

    rows: Sequence[DeepSearchRow]
    given: Mapping[str, str]
    more: str | None
    is_first: bool
    is_mine: bool


@dataclass(frozen=True)
class DeepSearchPage:
    """Addresses are queries: of this page `more`, `first` and `turned` (the other order), of the audit log `later`, of
    the list of deep searches `again` and, where not all was looked at, `earlier`.

    `is_there` says whether there are pages to show; `later` searches what was sealed since, and is None where the
    search's own period ends before that.
    """

    search: DeepSearch
    conditions: Conditions
    rows: Sequence[EventRow]
    is_there: bool
    ascending: bool
    is_first: bool
    more: str | None
    turned: str
    later: str | None
    earlier: str | None
    again: str

    @property
    def is_described(self) -> bool:
        """Whether the rows show their descriptions: what was looked for in them is to be seen."""
        return self.search.selection.text is not None


def deep_searches_page(page: Page[DeepSearch], given: Mapping[str, str], *, is_mine: bool) -> DeepSearchesPage:
    """`given` are the query's parameters."""
    kept = {name: value for name, value in given.items() if value != "" and name != "cursor"}
    return DeepSearchesPage(
        rows=[DeepSearchRow(one, _conditions(one.selection)) for one in page.items],
        given={name: value for name, value in kept.items() if name != "mine"},
        more=None if page.next is None else f"deep-searches?{urlencode({**kept, 'cursor': page.next})}",
        is_first=not given.get("cursor"),
        is_mine=is_mine,
    )


def deep_search_page(
    search: DeepSearch, page: Page[Header] | None, rows: Sequence[EventRow], asked: FoundQuery
) -> DeepSearchPage:
    """`page` is None while there is nothing to show, or no longer."""
    order = {"order": asked.order}
    found, kept = search.found, _parameters(search.selection)
    return DeepSearchPage(
        search=search,
        conditions=_conditions(search.selection),
        rows=rows,
        is_there=page is not None,
        ascending=asked.ascending,
        is_first=asked.cursor is None,
        more=search_address(order, {"cursor": page.next}) if page and page.next else None,
        turned=search_address({"order": "desc" if asked.ascending else "asc"}, {}),
        later=_later(kept, found.until) if found else None,
        earlier=search_address(kept, {"end": _just_after(found.since)}) if found and found.since else None,
        again=search_address(kept, {}),
    )


def _later(kept: Mapping[str, str], until: str) -> str | None:
    """The search of what came later, from an hour before the last leaf on, since leaves are not in order of time.

    What an outage held back for longer is sealed later still: the page says that it is not in it.
    """
    start = max(kept.get("start", ""), moment.to_text(max(0, moment.to_milliseconds(until) - _HOUR_MS)))
    return search_address(kept, {"start": start}) if "end" not in kept or start < kept["end"] else None


def _just_after(since: str) -> str:
    return moment.to_text(moment.to_milliseconds(since) + 1)


def _parameters(selection: Selection) -> dict[str, str]:
    return {name: value or "true" for name, value in _conditions(selection)}


def _conditions(selection: Selection) -> Conditions:
    given = selection.as_object().items()
    return [(name, "" if value is True else str(value)) for name, value in given if value not in (None, False)]
