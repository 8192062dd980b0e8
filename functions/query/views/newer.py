"""What has come since a page of the list was made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from functions.query.views.address import search_address
from lacre.model.header import Header
from lacre.ports.rows import Entry
from lacre.searching.search import Page


@dataclass(frozen=True)
class Newer:
    """`count` are the events that the page did not show; `is_more`: there can be more of them. `href` shows them."""

    count: int
    is_more: bool
    looked_at: str
    href: str


def newer(page: Page, known: int, looked_at: str, query: Mapping[str, str], reader_id: str) -> Newer:
    """`page` is the search of everything since the page's watermark, of which it showed `known`."""
    found = foreign(page.events, reader_id) + foreign(page.newest, reader_id)
    return Newer(
        count=max(0, found - known),
        is_more=page.has_more_newest or not page.is_complete,
        looked_at=looked_at,
        href=search_address(query, {"since": None, "known": None}),
    )


def foreign(entries: Sequence[Entry], reader_id: str) -> int:
    """How many are not the reader's own searches: of these every look makes one, and none of them is news."""
    return sum(not _is_own_search(one, reader_id) for one in entries)


def _is_own_search(entry: Entry, reader_id: str) -> bool:
    return isinstance(entry, Header) and (entry.action, entry.actor_id) == ("SEARCH_AUDIT", reader_id)
