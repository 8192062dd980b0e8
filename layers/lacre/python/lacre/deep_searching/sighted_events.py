"""The events that files of compaction tell of, as they were sealed.

The files are derived, and nobody signed them: they tell where to look. An event is the row of the events table whose
header has the hash that the leaf index keeps under its id and whose body its header binds; or, where somebody changed
that row, the line of the locked archive at that leaf. Rows and index are not signed either: who changes both of one
event is not found out here. An event's own page holds its row against the signed tree.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field

from lacre.archive_reading.accepted import UnreadableLeafError, accepted_lines
from lacre.exporting.columns import SealedEvent
from lacre.exporting.in_order import in_order
from lacre.exporting.sealed_tree import DamagedLogError
from lacre.model.canonical import NotCanonicalError
from lacre.model.event import Event
from lacre.model.header import Header
from lacre.ports.deep_searches import Sighting
from lacre.ports.rows import RowReader, StoredRow
from lacre.ports.sealing import Archive, LeafIndex, SealedLeaf
from lacre.tlog.hashing import leaf_hash

_AT_ONCE = 100
"""Rows and leaves asked for at once: as many as DynamoDB gives."""

_AHEAD = 4
"""Questions for rows at once: at worst 30 MB of bodies."""


@dataclass
class SightedEvents:
    """`restored` are events whose row was not what was sealed: somebody changed it or took it away."""

    rows: RowReader
    archive: Archive
    leaves: LeafIndex
    pool: Executor
    restored: list[str] = field(default_factory=list)

    def of(self, sightings: Sequence[Sighting]) -> Iterator[SealedEvent]:
        """In their order. Raises DamagedLogError for one that the log does not have; StoreUnavailableError."""
        chunks = (sightings[at : at + _AT_ONCE] for at in range(0, len(sightings), _AT_ONCE))
        for events in in_order(self.pool, self._read, chunks, _AHEAD):
            yield from events

    def recorded_at(self, leaf: int) -> str:
        """When the event of a leaf was recorded. Raises DamagedLogError, StoreUnavailableError."""
        return self._archived(leaf).header.recorded_at

    def _read(self, sightings: Sequence[Sighting]) -> Sequence[SealedEvent]:
        ids = [one.event_id for one in sightings]
        rows, leaves = self.rows.rows(ids), self.leaves.sealed(ids)
        return [self._sealed(one, rows.get(one.event_id), leaves.get(one.event_id)) for one in sightings]

    def _sealed(self, sighting: Sighting, row: StoredRow | None, sealed: SealedLeaf | None) -> SealedEvent:
        event = _whole(row, sealed) if row and sealed else None
        if event is not None:
            return event
        leaf = sealed.index if sealed else sighting.leaf
        archived = self._archived(leaf)
        if archived.header.id != sighting.event_id:
            raise DamagedLogError(f"the leaf {leaf} is another event than a file of compaction has there")
        self.restored.append(sighting.event_id)
        return archived

    def _archived(self, leaf: int) -> SealedEvent:
        try:
            ((_, line),) = accepted_lines(self.archive, self.leaves, leaf, leaf + 1)
            return SealedEvent.of(leaf, Event(Header.decode(line.header), line.header, line.body))
        except UnreadableLeafError as error:
            raise DamagedLogError(f"neither row nor archive has the leaf {leaf}") from error
        except NotCanonicalError as error:
            raise DamagedLogError(f"the leaf {leaf} holds no event: {error}") from None


def _whole(row: StoredRow, sealed: SealedLeaf) -> SealedEvent | None:
    """The event of a row that is as it was sealed."""
    header, body = (text.encode("utf-8", "replace") for text in (row.header, row.body))
    if leaf_hash(header) != sealed.leaf_hash:
        return None
    try:
        return SealedEvent.of(sealed.index, Event(Header.decode(header), header, body))
    except NotCanonicalError:
        return None
