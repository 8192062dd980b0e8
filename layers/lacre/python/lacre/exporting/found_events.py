"""The events of a sealed tree that a selection's filters find, with their bodies, in the order of leaves.

Headers come from the tree itself. A body is the one that its header's checksum binds, wherever it is read: from the
events table, which has it by its id, and from the locked archive where a row is gone or was changed.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from itertools import islice

from lacre.archive_reading.accepted import UnreadableLeafError, accepted_lines
from lacre.exporting.columns import SealedEvent
from lacre.exporting.in_order import in_order
from lacre.exporting.sealed_tree import DamagedLogError, SealedTree, leaves_of
from lacre.exporting.sieve import Sieve
from lacre.model.canonical import NotCanonicalError
from lacre.model.event import Event, checksum
from lacre.model.filters import Filters
from lacre.model.header import Header
from lacre.ports.rows import RowReader, StoredRow
from lacre.ports.sealing import Archive, LeafIndex, PublicLog

_AT_ONCE = 100
"""Rows asked for at once: as many as DynamoDB gives."""

_AHEAD = 4
"""Questions for rows at once: at worst 30 MB of bodies."""

Look = Callable[[int], None]
"""Told how many leaves were looked at so far."""


@dataclass(frozen=True)
class _Candidate:
    leaf: int
    header: Header
    stored: bytes


@dataclass
class FoundEvents:
    """`restored` are events whose row did not have their body: somebody changed it or took it away."""

    log: PublicLog
    rows: RowReader
    archive: Archive
    leaves: LeafIndex
    pool: Executor
    restored: list[str] = field(default_factory=list)

    def of(self, tree: SealedTree, filters: Filters, look: Look) -> Iterator[SealedEvent]:
        """Raises DamagedLogError, at the latest after the last event; StoreUnavailableError."""
        candidates = self._candidates(tree, filters, look)
        chunks = iter(lambda: list(islice(candidates, _AT_ONCE)), [])
        for events in in_order(self.pool, self._with_bodies, chunks, _AHEAD):
            yield from events

    def _candidates(self, tree: SealedTree, filters: Filters, look: Look) -> Iterator[_Candidate]:
        sieve, seen = Sieve(filters), 0
        for stretch in leaves_of(tree, self.log, self.pool):
            for leaf, stored in enumerate(stretch, seen):
                if sieve.keeps(stored):
                    header = _header(leaf, stored)
                    if filters.match(header):
                        yield _Candidate(leaf, header, stored)
            seen += len(stretch)
            look(seen)

    def _with_bodies(self, candidates: Sequence[_Candidate]) -> Sequence[SealedEvent]:
        rows = self.rows.rows([one.header.id for one in candidates])
        return [self._sealed(one, self._body(one, rows.get(one.header.id))) for one in candidates]

    def _body(self, candidate: _Candidate, row: StoredRow | None) -> bytes:
        body = row.body.encode("utf-8", "replace") if row else b""
        if checksum(body) == candidate.header.checksum:
            return body
        self.restored.append(candidate.header.id)
        try:
            for _, line in accepted_lines(self.archive, self.leaves, candidate.leaf, candidate.leaf + 1):
                body = line.body
        except UnreadableLeafError as error:
            raise DamagedLogError(f"neither row nor archive has the body of the leaf {candidate.leaf}") from error
        return body

    def _sealed(self, candidate: _Candidate, body: bytes) -> SealedEvent:
        try:
            return SealedEvent.of(candidate.leaf, Event(candidate.header, candidate.stored, body))
        except NotCanonicalError as error:
            raise DamagedLogError(f"the leaf {candidate.leaf} holds no event: {error}") from None


def _header(leaf: int, stored: bytes) -> Header:
    try:
        return Header.decode(stored)
    except NotCanonicalError as error:
        raise DamagedLogError(f"the leaf {leaf} holds no event: {error}") from None
