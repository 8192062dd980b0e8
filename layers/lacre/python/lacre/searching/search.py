"""One page of a search: deterministic, bounded, and honest about what it has not looked at."""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

from lacre.model import moment
from lacre.model.filters import Filters, Selection
from lacre.ports.ambient import Clock
from lacre.ports.events import COMMITTED_WITHIN_MS
from lacre.ports.rows import Entry, HeaderIndex, RowReader
from lacre.ports.sealing import HeadStore
from lacre.searching.cursor import Cursor
from lacre.searching.gathering import Gathered, Gatherer, Wish
from lacre.searching.own_correlation import OwnCorrelationIndex
from lacre.searching.plan import Plan, plan

INDEX_LAG_MS = 5_000
SETTLED_AFTER_MS = COMMITTED_WITHIN_MS + INDEX_LAG_MS
"""Nothing older than this can still appear in an index."""

MAXIMUM_LIMIT = 200
_HOUR_MS = 60 * 60 * 1000
_AHEAD_MS = 5 * 60 * 1000
_EARLIEST = "1970-01-01T00:00:00.000Z"


@dataclass(frozen=True)
class Page:
    """`events` are settled and paged over; `newest` are those after the watermark, on the page that reaches it.

    `since` is where the search begins when no condition has an index of its own: nothing older is in the log.
    Either `is_complete`, or `cursor` leads on. `has_more_newest`: beyond `limit`, the newest are cut off.
    """

    events: Sequence[Entry]
    newest: Sequence[Entry]
    has_more_newest: bool
    watermark: str
    is_complete: bool
    scanned: int
    cursor: str | None
    since: str | None


@dataclass(frozen=True)
class _Period:
    """Positions between which to search, and the watermark, beyond which nothing is settled."""

    low: str
    high: str
    watermark: str
    now: int


class Search:
    """Searches by header fields, and by words of the description."""

    def __init__(self, index: HeaderIndex, rows: RowReader, head: HeadStore, clock: Clock, executor: Executor) -> None:
        self._gatherer = Gatherer(OwnCorrelationIndex(index, rows), rows, executor, clock)
        self._head = head
        self._clock = clock

    def page(self, selection: Selection, *, ascending: bool, limit: int, cursor: str | None = None) -> Page:
        """The next page. Raises Refusal BAD_CURSOR, StoreUnavailableError; ValueError for a limit beyond 1 to 200."""
        if not 1 <= limit <= MAXIMUM_LIMIT:
            raise ValueError("a page has 1 to 200 events")
        filters, digest = selection.filters, selection.digest()
        at = Cursor.decode(cursor, ascending=ascending, digest=digest).position if cursor is not None else None
        chosen = plan(filters)
        period = self._period(filters, chosen)
        settled = self._settled(selection, chosen, period, at, ascending=ascending, limit=limit)
        shows_newest = settled.is_exhausted if ascending else at is None
        newest = self._newest(selection, chosen, period, ascending, limit) if shows_newest else Gathered("")
        onward = Cursor(settled.position, ascending, digest)
        return Page(
            events=settled.found,
            newest=newest.found[:limit],
            has_more_newest=len(newest.found) > limit or (shows_newest and not newest.is_exhausted),
            watermark=period.watermark,
            is_complete=settled.is_exhausted,
            scanned=settled.scanned,
            cursor=None if settled.is_exhausted else onward.encode(),
            since=period.low if chosen.is_bucketed else None,
        )

    def _period(self, filters: Filters, chosen: Plan) -> _Period:
        now = self._clock.now()
        watermark = moment.to_text(now - SETTLED_AFTER_MS)
        low = self._since(filters.start, now) if chosen.is_bucketed else filters.start or _EARLIEST
        return _Period(low, min(filters.end or watermark, watermark), watermark, now)

    def _since(self, start: str | None, now: int) -> str:
        """An empty bucket costs what a full one does: nothing before the log's beginning is looked at."""
        began_at = self._head.read().began_at
        if not began_at:
            return start or moment.to_text(now - _HOUR_MS)
        return max(start or "", moment.to_text(moment.to_milliseconds(began_at) - _HOUR_MS))

    def _settled(
        self, selection: Selection, chosen: Plan, period: _Period, at: str | None, *, ascending: bool, limit: int
    ) -> Gathered:
        low, high = period.low, period.high
        if at is not None:
            low, high = (max(low, at), high) if ascending else (low, min(high, at))
        return self._gatherer.gather(Wish(chosen, low, high, ascending, limit, selection))

    def _newest(self, selection: Selection, chosen: Plan, period: _Period, ascending: bool, limit: int) -> Gathered:
        # Another machine's clock may be ahead of ours.
        ahead = moment.to_text(period.now + _AHEAD_MS)
        low, high = max(period.low, period.watermark), min(selection.filters.end or ahead, ahead)
        return self._gatherer.gather(Wish(chosen, low, high, ascending, limit + 1, selection))
