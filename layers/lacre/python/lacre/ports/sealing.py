"""What sealing needs: the head of the log, the index of what is sealed, the locked archive and the public log."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from lacre.tlog.key_manifest import Generation

CHECKPOINT = "checkpoint"
"""The path of the current checkpoint in the public log (C2SP tlog-tiles)."""


@dataclass(frozen=True)
class Head:
    """The log's one mutable fact: how far it goes, and the batch whose publication may still be unfinished.

    `frontier` are the roots of the perfect subtrees of the first `size` leaves, largest first; `batch` is the name of
    the last claimed batch in the archive, `published` the size up to which rows, tiles and checkpoint are written;
    `version` changes with every update. `began_at` is the earliest recorded_at of the first batch. `generations` are
    the keys that sign, by size, as far as the last claimed batch tells.
    """

    size: int = 0
    frontier: tuple[bytes, ...] = ()
    batch: str = ""
    published: int = 0
    version: int = 0
    began_at: str = ""
    generations: tuple[Generation, ...] = ()


class HeadStore(Protocol):
    def read(self) -> Head:
        """The head, by a consistent read; the empty one at first. Raises StoreUnavailableError."""
        ...

    def advance(self, old: Head, new: Head) -> bool:
        """Replace the head if it is still `old` (by its version); False if another was faster."""
        ...


@dataclass(frozen=True)
class SealedLeaf:
    """Where an event stands in the log."""

    event_id: str
    index: int
    leaf_hash: bytes


class LeafIndex(Protocol):
    def sealed(self, event_ids: Sequence[str]) -> Mapping[str, SealedLeaf]:
        """Those of the events that are in the log, by a consistent read."""
        ...

    def write(self, leaves: Sequence[SealedLeaf]) -> None:
        """Idempotent."""
        ...


class Archive(Protocol):
    """The write-once bucket under Object Lock."""

    def put(self, name: str, content: bytes, metadata: Mapping[str, str]) -> None:
        """Write an object unless the name is taken; a taken name holds the same bytes, by how names are made."""
        ...

    def get(self, name: str) -> bytes:
        """An object's bytes; of one that is longer than any of its kind can be, none: it is somebody else's."""
        ...

    def has(self, name: str) -> bool:
        """Whether the name is taken, by whatever."""
        ...

    def names(self, prefix: str, after: str) -> Sequence[str]:
        """The names that begin with `prefix` and sort after `after`, in order."""
        ...


class PublicLog(Protocol):
    """The read-only prefix that tlog clients follow: tiles, entry bundles and the checkpoint."""

    def get(self, path: str) -> bytes | None:
        """None for what is not there, and for what is longer than it can be: it is damaged, and not read."""
        ...

    def put(self, path: str, content: bytes) -> None: ...

    def replace_checkpoint(self, note: bytes, size: int) -> None:
        """Make a checkpoint the current one, unless the current one is of this size or larger."""
        ...

    def cosign_checkpoint(self, note: bytes, size: int) -> None:
        """Replace the current checkpoint by `note`, which is it with more signatures, if it still is of this size."""
        ...
