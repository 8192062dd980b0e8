"""The log made again from a copy of its archive: its heads, batch by batch, as far as signed roots prove them."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from lacre.model.header import Header
from lacre.ports.sealing import Head, HeadStore, LeafIndex, SealedLeaf
from lacre.sealing.rotations import after_batch
from lacre.tlog.batch import MAXIMUM_BYTES, BatchError, Line, decode_batch, is_batch_name, start_of
from lacre.tlog.checkpoint import checkpoint_name, is_checkpoint_name, open_checkpoint, size_of
from lacre.tlog.frontier import extended, root_hash
from lacre.tlog.hashing import leaf_hash
from lacre.tlog.key_manifest import Generation, in_force, manifest_of
from lacre.tlog.note import MAXIMUM_BYTES as MAXIMUM_NOTE_BYTES
from lacre.tlog.note import NoteError, VerifierKey


class UnprovenLogError(Exception):
    """The copy does not lead to its last checkpoint: what is made of it would be less than what the log signed."""


class HeadAheadError(Exception):
    """The log table knows more than the copy holds: there is nothing to restore from it."""


class CopiedArchive(Protocol):
    def names(self) -> Sequence[str]:
        """Sorted."""
        ...

    def read(self, name: str, limit: int) -> bytes | None:
        """An object's bytes, at most `limit`; None if there is no such object."""
        ...


@dataclass(frozen=True)
class Proven:
    """A batch of the log: the leaves from `start` on, and head and checkpoint as they were once it was published."""

    start: int
    lines: Sequence[Line]
    hashes: Sequence[bytes]
    head: Head
    checkpoint: bytes

    @property
    def headers(self) -> Iterator[bytes]:
        """The leaves' bytes; whether a line's body is its header's is not looked at."""
        return (line.header for line in self.lines)


def proven_batches(copy: CopiedArchive, key: VerifierKey) -> Iterator[Proven]:
    """The log's batches in order, from the first leaf to the last checkpoint of the copy; `key` is its first key.

    Each is proven when it is given. Raises UnprovenLogError, at the end if the copy does not lead to its last one.
    """
    names = copy.names()
    by_start: dict[int, list[str]] = {}
    for name in filter(is_batch_name, names):
        by_start.setdefault(start_of(name), []).append(name)
    walk = _Walk(copy, by_start, sorted(map(size_of, filter(is_checkpoint_name, names))))
    head = Head(generations=(Generation(0, (key,)),))
    while found := walk.after(head):
        head = found.head
        yield found
    last = max(walk.signed, default=0)
    if not head.size or last > head.size:
        raise UnprovenLogError(
            f"the batches lead to a signed root at size {head.size}, and the last checkpoint is of size {last}"
        )


def restore(heads: HeadStore, leaves: LeafIndex, batches: Iterator[Proven]) -> Head:
    """Write the index rows of the batches, and then the head, if it is absent or behind them. Idempotent.

    Gives the head that is then. Raises HeadAheadError, StoreUnavailableError, what `batches` raises; then the head is
    as it was.
    """
    held, head = heads.read(), Head()
    for batch in batches:
        head = batch.head
        ids = [Header.decode(header).id for header in batch.headers]
        leaves.write(
            [
                SealedLeaf(one, batch.start + at, leaf)
                for at, (one, leaf) in enumerate(zip(ids, batch.hashes, strict=True))
            ]
        )
    if held.size > head.size:
        raise HeadAheadError(f"the head is at size {held.size}, and the copy ends at {head.size}")
    if (held.published, held.frontier) == (head.size, head.frontier):
        return held
    if not heads.advance(held, head):
        raise HeadAheadError("the head moved meanwhile")
    return heads.read()


@dataclass(frozen=True)
class _Walk:
    copy: CopiedArchive
    by_start: Mapping[int, Sequence[str]]
    signed: Sequence[int]
    """The sizes that checkpoints are named by, ascending."""

    def after(self, head: Head) -> Proven | None:
        """Of the batches that start at the head, the log's. The others lost their race."""
        for name in self.by_start.get(head.size, ()):
            try:
                lines = list(decode_batch(name, self.copy.read(name, MAXIMUM_BYTES) or b""))
            except BatchError:
                continue  # somebody's object under a batch's name: it leads nowhere
            hashes = [leaf_hash(line.header) for line in lines]
            checkpoint = self._proof(head, hashes)
            if checkpoint is not None:
                return Proven(head.size, lines, hashes, _grown(head, name, lines, hashes), checkpoint)
        return None

    def _proof(self, head: Head, hashes: Sequence[bytes]) -> bytes | None:
        """The checkpoint at the end of a batch, if its root is that of the batch's leaves, and none before it is.

        A sealer that lost a race may have left the leaves of several batches behind in one. They lead to a signed root
        too, but a claim ends at each, and where it ended tells from where on a rotation counts.
        """
        end = head.size + len(hashes)
        for size in self.signed[bisect_right(self.signed, head.size) : bisect_right(self.signed, end)]:
            _, frontier = extended(head.size, head.frontier, hashes[: size - head.size])
            note = self.copy.read(checkpoint_name(size), MAXIMUM_NOTE_BYTES) or b""
            if _signs(note, size, root_hash(frontier), head.generations):
                return note if size == end else None
        return None


def _grown(head: Head, name: str, lines: Sequence[Line], hashes: Sequence[bytes]) -> Head:
    size, frontier = extended(head.size, head.frontier, hashes)
    notes = [found for line in lines if (found := manifest_of(line.header, line.body)) is not None]
    began_at = head.began_at or min(Header.decode(line.header).recorded_at for line in lines)
    return Head(size, frontier, name, size, head.version, began_at, after_batch(head.generations, notes, size))


def _signs(note: bytes, size: int, root: bytes, generations: Sequence[Generation]) -> bool:
    for key in in_force(generations, size).keys:
        try:
            checkpoint = open_checkpoint(note, key)
        except NoteError:
            continue  # another key in force may have signed it
        if (checkpoint.size, checkpoint.root) == (size, root):
            return True
    return False
