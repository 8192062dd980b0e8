"""All leaves of one signed tree in their order, out of the public log's entry bundles.

The bundles can be written by more than the sealer, and are proven by what is read of them: all leaves together must
make the root that the archive's checkpoint of that size signs. So nothing is missing and nothing was changed, or the
reading ends in an error.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

from lacre.exporting.in_order import in_order
from lacre.ports.sealing import Archive, HeadStore, PublicLog
from lacre.tlog.checkpoint import checkpoint_name, open_checkpoint_of_any
from lacre.tlog.frontier import extended, root_hash
from lacre.tlog.hashing import leaf_hash
from lacre.tlog.key_manifest import in_force
from lacre.tlog.note import NoteError
from lacre.tlog.tiles import WIDTH, bundle_path, entries_of

_AHEAD = 16
"""Bundles that are fetched ahead: of 180 KB each, and of 1 MB at most."""


class DamagedLogError(Exception):
    """A file of the log is missing, cut off, or is not what was signed."""


@dataclass(frozen=True)
class SealedTree:
    """`checkpoint` is the archive's note of this size, byte for byte."""

    size: int
    root: bytes
    checkpoint: bytes


def tree_of(size: int, archive: Archive, heads: HeadStore) -> SealedTree:
    """The published tree of `size` leaves, whose checkpoint a key in force signed.

    Raises DamagedLogError, StoreUnavailableError.
    """
    note, head = archive.get(checkpoint_name(size)), heads.read()
    keys = in_force(head.generations, size).keys if head.generations else ()
    try:
        opened = open_checkpoint_of_any(note, keys)[0]
    except NoteError as error:
        raise DamagedLogError(f"no key in force signed the checkpoint: {error}") from None
    if opened.size != size:
        raise DamagedLogError("the checkpoint is that of another size")
    return SealedTree(size, opened.root, note)


def leaves_of(tree: SealedTree, log: PublicLog, pool: Executor) -> Iterator[Sequence[bytes]]:
    """The leaves from the first to the last, in stretches of 256.

    Raises DamagedLogError, at the latest after the last of them; StoreUnavailableError.
    """
    size, frontier = 0, ()  # type: tuple[int, tuple[bytes, ...]]

    def fetched(index: int) -> Sequence[bytes]:
        return _bundle(log, index, min(WIDTH, tree.size - index * WIDTH))

    for leaves in in_order(pool, fetched, range(-(-tree.size // WIDTH)), _AHEAD):
        size, frontier = extended(size, frontier, map(leaf_hash, leaves))
        yield leaves
    if root_hash(frontier) != tree.root:
        raise DamagedLogError("the entry bundles do not lead to the root of the checkpoint")


def _bundle(log: PublicLog, index: int, width: int) -> Sequence[bytes]:
    path, full = bundle_path(index, width), bundle_path(index)
    # A partial bundle may be dropped once it is full (C2SP tlog-tiles).
    content = log.get(path) or log.get(full)
    try:
        leaves = entries_of(content or b"")
    except ValueError:
        raise DamagedLogError(f"{path} is cut off") from None
    if len(leaves) < width:
        raise DamagedLogError(f"{path} is missing or cut off")
    return leaves[:width]
