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
from lacre.searching.budget import Budget
from lacre.searching.cursor import Cursor
from lacre.searching.gathering import Gatherer
from lacre.searching.own_correlation import OwnCorrelationIndex
from lacre.searching.plan import Plan, plan
from lacre.searching.wish import Wish

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
    """Positions between which to search. Up to `settled`, the watermark or the end asked for, no event is added."""

    low: str
    settled: str
    high: str
    watermark: str


class Search:
    """Searches by header fields, and by words of the description."""

    def __init__(self, index: HeaderIndex, rows: RowReader, head: HeadStore, clock: Clock, executor: Executor) -> None:
        self._gatherer = Gatherer(OwnCorrelationIndex(index, rows), rows, executor)
        self._head = head
        self._clock = clock

    def page(self, selection: Selection, *, ascending: bool, limit: int, cursor: str | None = None) -> Page:
        """The next page. Raises Refusal BAD_CURSOR, StoreUnavailableError; ValueError for a limit beyond 1 to 200."""
        if not 1 <= limit <= MAXIMUM_LIMIT:
            raise ValueError("a page has 1 to 200 events")
        digest, budget = selection.digest(), Budget.of_page(self._clock)
        at = Cursor.decode(cursor, ascending=ascending, digest=digest).position if cursor is not None else None
        chosen = plan(selection.filters)
        period = self._period(selection.filters, chosen)
        wish = Wish(chosen, *_bounds(period, at, ascending), ascending, limit, selection)
        gathered = self._gatherer.gather(wish, budget)
        return Page(
            events=gathered.found,
            newest=gathered.newest,
            has_more_newest=gathered.has_more_newest,
            watermark=period.watermark,
            is_complete=gathered.is_exhausted,
            scanned=gathered.scanned,
            cursor=None if gathered.is_exhausted else Cursor(gathered.position, ascending, digest).encode(),
            since=period.low if chosen.is_bucketed else None,
        )

    def _period(self, filters: Filters, chosen: Plan) -> _Period:
        now = self._clock.now()
        watermark = moment.to_text(now - SETTLED_AFTER_MS)
        low = self._since(filters.start, now) if chosen.is_bucketed else filters.start or _EARLIEST
        # Another machine's clock may be ahead of ours.
        ahead = moment.to_text(now + _AHEAD_MS)
        return _Period(low, min(filters.end or watermark, watermark), min(filters.end or ahead, ahead), watermark)

    def _since(self, start: str | None, now: int) -> str:
        """An empty bucket costs what a full one does: nothing before the log's beginning is looked at."""
        began_at = self._head.read().began_at
        if not began_at:
            return start or moment.to_text(now - _HOUR_MS)
        return max(start or "", moment.to_text(moment.to_milliseconds(began_at) - _HOUR_MS))


def _bounds(period: _Period, at: str | None, ascending: bool) -> tuple[str, str, str]:
    """From where to search, up to where it is settled, and up to where there may be anything: see `Wish`.

    The newest stand on the first page where they come first, and on the last one otherwise.
    """
    if at is None:
        return period.low, period.settled, period.high
    if ascending:
        return max(period.low, at), period.settled, period.high
    before = min(period.settled, at)
    return period.low, before, before
