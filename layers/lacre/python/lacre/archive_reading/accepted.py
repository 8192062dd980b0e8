"""The log's leaves with their bodies and receipts, from the archive's batches.

Sealers that lost a race leave their batch behind, so that several may have the same start. Which lines are the log's is
told by the leaf index: those whose event stands there at the line's own place, with the hash of the line's own header.
Where the index does not tell, because somebody took a row away, the roots of the checkpoints do.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from lacre.archive_reading.following import BrokenArchiveError, Place, follow, has_its_body
from lacre.archive_reading.names import BatchNames
from lacre.model.identifier import is_uuid
from lacre.ports.sealing import Archive, LeafIndex
from lacre.tlog.batch import Line, decode_batch, start_of
from lacre.tlog.hashing import leaf_hash


class UnreadableLeafError(Exception):
    """No batch of the archive holds a leaf that the log published."""


PlaceBefore = Callable[[int], Place]
"""A place at or before a leaf, up to which the log was followed: the nearer, the less is to be read."""


def from_the_beginning(_: int) -> Place:
    return Place()


def accepted_lines(
    archive: Archive, leaves: LeafIndex, first: int, end: int, place_before: PlaceBefore = from_the_beginning
) -> Iterator[tuple[int, Line]]:
    """The leaves `first` to `end - 1`, each with its index, in order; all of them are to be published.

    Holds one batch in memory at a time. Every line's header is that of the index, and its body that of the header.
    Raises UnreadableLeafError at the first leaf that no batch gives, StoreUnavailableError.
    """
    walk = _Walk(archive, leaves, BatchNames(archive), place_before)
    position = first
    while position < end:
        lines = walk.lines_from(position)[: end - position]
        yield from enumerate(lines, position)
        position += len(lines)


@dataclass(frozen=True)
class _Claim:
    """What a header says of itself. Only the index tells whether it is one: most of decoding is left to that."""

    event_id: str
    checksum: str


@dataclass
class _Walk:
    archive: Archive
    leaves: LeafIndex
    names: BatchNames
    place_before: PlaceBefore
    refused: set[str] = field(default_factory=set)
    followed: Place = field(default_factory=Place)

    def lines_from(self, position: int) -> Sequence[Line]:
        """One batch's lines of the log, from a leaf on: at least that one's."""
        for name in self.names.reaching(position):
            if name not in self.refused and (lines := self._accepted(name, position)):
                return lines
        return self._by_roots(position)

    def _by_roots(self, position: int) -> Sequence[Line]:
        known = self.place_before(position)
        start = max((place for place in (known, self.followed) if place.size <= position), key=lambda one: one.size)
        try:
            for batch in follow(self.archive, start, position + 1):
                if batch.after.size > position:
                    return list(decode_batch(batch.name, batch.content))[position - start_of(batch.name) :]
                self.followed = batch.after
        except BrokenArchiveError as error:
            raise UnreadableLeafError(f"no batch of the archive holds the leaf {position}") from error
        raise UnreadableLeafError(f"the log was not followed to the leaf {position}")

    def _accepted(self, name: str, position: int) -> list[Line]:
        content = self.archive.get(name)
        try:
            lines = list(decode_batch(name, content))
            claims = [_claim(line) for line in lines]
        except (ValueError, RecursionError, KeyError, TypeError):
            # Claimed batches can be read: this is somebody's object under a batch's name.
            self.refused.add(name)
            return []
        skipped = position - start_of(name)
        return self._agreed(lines[skipped:], claims[skipped:], position)

    def _agreed(self, lines: Sequence[Line], claims: Sequence[_Claim], position: int) -> list[Line]:
        rows = self.leaves.sealed([claim.event_id for claim in claims])
        agreed: list[Line] = []
        for index, (line, claim) in enumerate(zip(lines, claims, strict=True), position):
            row = rows.get(claim.event_id)
            is_in_log = row is not None and (row.index, row.leaf_hash) == (index, leaf_hash(line.header))
            if not is_in_log or not has_its_body(line, claim.checksum):
                break
            agreed.append(line)
        return agreed


def _claim(line: Line) -> _Claim:
    """Raises ValueError, KeyError, TypeError, RecursionError for what is no header."""
    fields = json.loads(line.header)
    event_id = str(fields["id"])
    if not is_uuid(event_id):
        raise ValueError("an id is no UUID")
    return _Claim(event_id, fields["checksum"])
