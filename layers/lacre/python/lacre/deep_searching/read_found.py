"""Reading what a deep search found, a page at a time and in either order of time."""

import re
from collections.abc import Sequence

from lacre.model.header import Header
from lacre.model.refusal import Ground, Refusal
from lacre.ports.ambient import Clock
from lacre.ports.deep_searches import PAGE_EVENTS, DeepSearch, Found, FoundPages
from lacre.ports.paging import Page, bad_cursor

_CURSOR = re.compile(r"(asc|desc)-([1-9][0-9]{0,5})", re.ASCII)


def found_of(search: DeepSearch, now: int) -> Found:
    """What a search that is done found. Raises Refusal CONFLICT for one that is not, or whose pages are gone (ms)."""
    if search.found is None:
        raise Refusal(
            Ground.CONFLICT, "DEEP_SEARCH_NOT_DONE", "This deep search is not done: it has no events to show."
        )
    if search.is_expired(now):
        raise Refusal(Ground.CONFLICT, "DEEP_SEARCH_EXPIRED", "What this deep search found is no longer kept.")
    return search.found


class ReadFound:
    def __init__(self, pages: FoundPages, clock: Clock) -> None:
        self._pages = pages
        self._clock = clock

    def __call__(self, search: DeepSearch, cursor: str | None, limit: int, *, ascending: bool) -> Page[Header]:
        """At most `limit` headers, by recorded_at and id.

        Raises Refusal: CONFLICT; BAD_REQUEST with BAD_CURSOR; StoreUnavailableError.
        """
        count = found_of(search, self._clock.now()).count
        skipped = 0 if cursor is None else _skipped(cursor, count, ascending=ascending)
        end = min(skipped + limit, count)
        order = "asc" if ascending else "desc"
        following = f"{order}-{end}" if end < count else None
        if ascending:
            return Page(self._between(search.id, skipped, end), following)
        return Page(self._between(search.id, count - end, count - skipped)[::-1], following)

    def _between(self, search_id: str, first: int, end: int) -> Sequence[Header]:
        """Those from `first` to `end - 1` in the order of time."""
        found: list[Header] = []
        for page in range(first // PAGE_EVENTS, -(-end // PAGE_EVENTS)):
            start = page * PAGE_EVENTS
            found += self._pages.read(search_id, page)[max(0, first - start) : end - start]
        return found


def _skipped(cursor: str, count: int, *, ascending: bool) -> int:
    """How many events come before a cursor of this order. Raises Refusal BAD_CURSOR."""
    parts = _CURSOR.fullmatch(cursor)
    if parts is None or (parts[1] == "asc") is not ascending or int(parts[2]) >= count:
        raise bad_cursor()
    return int(parts[2])
