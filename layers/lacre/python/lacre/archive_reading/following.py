"""The log's batches in order, from a place on, each held against the root of its checkpoint.

The leaf index is not asked: it is one of the things that are compared. A batch is the log's if the tree that it makes
is that of the checkpoint of its end (docs/formats.md); candidates that lost their race have none.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from lacre.archive_reading.names import BatchNames
from lacre.model import moment
from lacre.model.canonical import NotCanonicalError
from lacre.model.header import Header
from lacre.ports.sealing import Archive
from lacre.tlog.batch import BatchError, Line, decode_batch, start_of
from lacre.tlog.checkpoint import checkpoint_name, stated_tree
from lacre.tlog.frontier import extended, root_hash
from lacre.tlog.hashing import leaf_hash


class BrokenArchiveError(Exception):
    """What was checked so far is not continued by what the archive and the head say: somebody has to look."""


class UnreadablePlaceError(ValueError):
    """A text that no place was encoded as."""


@dataclass(frozen=True)
class Place:
    """How far the log was followed: so many leaves, their frontier, and when the last of them was recorded."""

    size: int = 0
    frontier: tuple[bytes, ...] = ()
    recorded_at: str = ""

    def encode(self) -> str:
        return json.dumps([self.size, [root.hex() for root in self.frontier], self.recorded_at])

    @classmethod
    def decode(cls, text: str) -> "Place":
        """The place of a text of `encode`, and the beginning for an empty one. Raises UnreadablePlaceError."""
        if not text:
            return cls()
        try:
            size, frontier, recorded_at = json.loads(text)
            place = cls(size, tuple(map(bytes.fromhex, frontier)), recorded_at)
            moment.to_milliseconds(place.recorded_at)
            if type(size) is not int or size < 1 or len(place.frontier) != size.bit_count():
                raise ValueError("frontier and size do not belong together")
        except (ValueError, TypeError, AttributeError, RecursionError) as error:
            raise UnreadablePlaceError("what was kept is no place in the log") from error
        return place


@dataclass(frozen=True)
class Leaf:
    """One sealed event: where it stands in the log, and its three texts."""

    index: int
    header: Header
    line: Line


@dataclass(frozen=True)
class Followed:
    """One batch of the log, and the place after it."""

    name: str
    content: bytes
    after: Place

    def leaves(self) -> Iterator[Leaf]:
        for index, line in enumerate(decode_batch(self.name, self.content), start_of(self.name)):
            yield Leaf(index, Header.decode(line.header), line)


def follow(archive: Archive, place: Place, end: int) -> Iterator[Followed]:
    """The batches between a place and the published size `end`, one at a time in memory.

    Raises BrokenArchiveError, StoreUnavailableError.
    """
    names = BatchNames(archive)
    while place.size < end:
        batch = _continuation(archive, names, place)
        if batch is None:
            raise BrokenArchiveError(f"no batch of the archive leads from leaf {place.size} to a checkpoint")
        yield batch
        place = batch.after


def has_its_body(line: Line, checksum: str) -> bool:
    """Whether a line's body is the one of which its header holds this checksum."""
    return hashlib.sha256(line.body).hexdigest() == checksum


def _continuation(archive: Archive, names: BatchNames, place: Place) -> Followed | None:
    for name in takewhile(lambda name: start_of(name) == place.size, names.reaching(place.size)):
        batch = _read(name, archive.get(name), place)
        if batch is not None and _is_signed_for(archive, batch.after):
            return batch
    return None


def _read(name: str, content: bytes, before: Place) -> Followed | None:
    """None for an object that is no batch: claimed batches can be read, so it is somebody else's.

    A copy of a batch with other bodies makes the same tree, so that the bodies are held against their headers.
    """
    hashes: list[bytes] = []
    recorded_at = ""
    try:
        for line in decode_batch(name, content):
            header = Header.decode(line.header)
            if not has_its_body(line, header.checksum):
                return None
            recorded_at = header.recorded_at
            hashes.append(leaf_hash(line.header))
        size, frontier = extended(before.size, before.frontier, hashes)
    except (BatchError, NotCanonicalError):
        return None
    return Followed(name, content, Place(size, frontier, recorded_at)) if hashes else None


def _is_signed_for(archive: Archive, place: Place) -> bool:
    """Whether the archive's checkpoint of the size states this root; its signature is for the verifier to check."""
    name = checkpoint_name(place.size)
    if name not in archive.names(name, ""):
        return False
    return stated_tree(archive.get(name)) == (place.size, root_hash(place.frontier))
