"""Looking around an event: a bounded number of reads of the indexes, at the same time."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import replace

from lacre.model import moment
from lacre.model.filters import Filters, Selection
from lacre.model.header import Header
from lacre.model.partition import actor_key, entity_key
from lacre.model.vocabulary import ActorType, EntityType, EventSource
from lacre.observing.around import Around, History, Strand
from lacre.ports.blocks import Blocks
from lacre.ports.events import position_of
from lacre.ports.rows import Entry, entry_position
from lacre.searching.search import MAXIMUM_LIMIT, Page, Search

EACH_WAY = 25
"""Events of a strand before and after the one looked at."""

SESSION_REACH_MS = 24 * 60 * 60 * 1000
FINDINGS_REACH_MS = 7 * SESSION_REACH_MS
FINDINGS = 5
LOOKED_BACK_MS = 30 * SESSION_REACH_MS
LOOKED_BACK = MAXIMUM_LIMIT
"""The history of an actor: so many events at most, none of them older than LOOKED_BACK_MS."""


class LookAround:
    """`executor` is another one than the search's own, which its queries would wait for."""

    def __init__(self, search: Search, blocks: Blocks, executor: Executor) -> None:
        self._search = search
        self._blocks = blocks
        self._executor = executor

    def __call__(self, header: Header) -> Around:
        """Raises StoreUnavailableError."""
        correlated = self._strand(header, Filters(correlation_id=header.correlation_id))
        findings = [self._executor.submit(self._findings, filters) for filters in _about(header)]
        if actor_key(header.actor_id) is None:
            return Around(_joined(header, *correlated), None, None, None, _all_of(findings))
        session = self._strand(header, _session(header)) if header.session_id is not None else None
        history = self._executor.submit(self._history, header)
        block = self._executor.submit(self._blocks.of_actor, header.actor_id)
        return Around(
            correlated=_joined(header, *correlated),
            session=_joined(header, *session) if session else None,
            history=history.result(),
            block=block.result(),
            findings=_all_of(findings),
        )

    def _strand(self, header: Header, filters: Filters) -> tuple[Future[Page], Future[Page]]:
        """What comes before the event, and what comes with it or after it."""
        at = header.recorded_at
        return (
            self._executor.submit(self._page, replace(filters, end=at), ascending=False),
            self._executor.submit(self._page, replace(filters, start=at), ascending=True),
        )

    def _page(self, filters: Filters, *, ascending: bool) -> Page:
        return self._search.page(Selection(filters), ascending=ascending, limit=EACH_WAY)

    def _findings(self, filters: Filters) -> Sequence[str]:
        """The newest ones."""
        page = self._search.page(Selection(filters), ascending=False, limit=FINDINGS)
        return [one.id for one in (*page.newest, *page.events)][:FINDINGS]

    def _history(self, header: Header) -> History:
        at = header.recorded_at
        since = moment.to_text(max(0, moment.to_milliseconds(at) - LOOKED_BACK_MS))
        filters = Filters(actor_id=header.actor_id, start=since, end=at)
        page = self._search.page(Selection(filters), ascending=False, limit=LOOKED_BACK)
        found = [one for one in (*page.newest, *page.events) if isinstance(one, Header)]
        is_cut = not page.is_complete or page.has_more_newest
        # An outside issuer may call an account by the id of a POS.
        events = [one for one in found if (one.actor_type is ActorType.POS) is (header.actor_type is ActorType.POS)]
        return History(events, found[-1].recorded_at if is_cut and found else since, is_cut)


def _about(header: Header) -> Iterator[Filters]:
    """What the detector may have found about whom an event is by, and about what it is."""
    actor_type = EntityType.POS if header.actor_type is ActorType.POS else EntityType.USER
    named = {(header.entity_type, header.entity_id)}
    if actor_key(header.actor_id) is not None:
        named.add((actor_type, header.actor_id))
    start, end = _within(header, FINDINGS_REACH_MS)
    for of_type, of_id in sorted(named):
        # Without a key of its own, an entity would be looked for hour by hour.
        if entity_key(of_type, of_id) is not None:
            yield Filters(entity_type=of_type, entity_id=of_id, source=EventSource.DETECTOR, start=start, end=end)


def _session(header: Header) -> Filters:
    start, end = _within(header, SESSION_REACH_MS)
    return Filters(actor_id=header.actor_id, session_id=header.session_id, start=start, end=end)


def _within(header: Header, reach_ms: int) -> tuple[str, str]:
    """Two moments, as far before the event as after it."""
    at = moment.to_milliseconds(header.recorded_at)
    return moment.to_text(max(0, at - reach_ms)), moment.to_text(at + reach_ms)


def _all_of(findings: Sequence[Future[Sequence[str]]]) -> Sequence[str]:
    return list(dict.fromkeys(one for found in findings for one in found.result()))


def _joined(header: Header, before: Future[Page], after: Future[Page]) -> Strand:
    earlier, later = before.result(), after.result()
    events = {entry_position(one): one for one in (*_all(earlier), *_all(later))}
    # More events than a page has can share its millisecond.
    own = position_of(header.recorded_at, header.id)
    ordered = sorted({**events, own: header}.items())
    return Strand(
        [entry for _, entry in ordered],
        has_earlier=not earlier.is_complete or earlier.has_more_newest,
        has_later=not later.is_complete or later.has_more_newest,
    )


def _all(page: Page) -> Sequence[Entry]:
    return [*page.events, *page.newest]
