"""A deep search itself: SQL finds what may match, the selection decides, and pages of headers are left."""

from collections.abc import Sequence
from dataclasses import dataclass

from lacre.deep_searching.sighted_events import SightedEvents
from lacre.model.header import Header
from lacre.ports.deep_searches import PAGE_EVENTS, CompactedArchive, DeepSearch, Found, FoundPages, Sighting

MOST = 10_000
"""Events that are looked at: who needs more has an export, and here a narrower question."""


@dataclass(frozen=True)
class SearchArchive:
    compacted: CompactedArchive
    events: SightedEvents
    pages: FoundPages
    most: int = MOST

    def __call__(self, search: DeepSearch) -> Found:
        """Raises ArchiveQueryError, DamagedLogError, StoreUnavailableError."""
        # First: what is damaged there would come out after the query was paid for.
        until = self.events.recorded_at(search.tree_size - 1)
        given = self.compacted.sightings(search.id, search.selection, search.tree_size, self.most + 1)
        looked_at = _each_once(given.rows[: self.most])
        oldest, found = "", list[Header]()
        for event in self.events.of(looked_at):
            oldest = min(oldest or event.header.recorded_at, event.header.recorded_at)
            if search.selection.match(event.header, event.body):
                found.append(event.header)
        self._write(search.id, sorted(found, key=_position))
        return Found(
            count=len(found),
            looked_at=len(looked_at),
            scanned_bytes=given.scanned_bytes,
            until=until,
            since=oldest if len(given.rows) > self.most else None,
        )

    def _write(self, search_id: str, headers: Sequence[Header]) -> None:
        for page, first in enumerate(range(0, len(headers), PAGE_EVENTS)):
            self.pages.write(search_id, page, headers[first : first + PAGE_EVENTS])


def _each_once(sightings: Sequence[Sighting]) -> Sequence[Sighting]:
    return list({one.event_id: one for one in sightings}.values())


def _position(header: Header) -> tuple[str, str]:
    return header.recorded_at, header.id
