"""The tree that the current checkpoint signs, and its hashes as the tiles of the public log give them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from lacre.ports.sealing import CHECKPOINT, Head, HeadStore, PublicLog
from lacre.proving.damage import BrokenLogError
from lacre.proving.kept_tiles import KeptTiles
from lacre.tlog.checkpoint import Checkpoint, open_checkpoint_of_any, stated_size
from lacre.tlog.frontier import root_hash
from lacre.tlog.key_manifest import in_force
from lacre.tlog.note import NoteError
from lacre.tlog.proofs import NodeAt, ProofError, check_consistency, consistency_proof
from lacre.tlog.tiles import node_reader

Taken = TypeVar("Taken")


@dataclass(frozen=True)
class SignedTree:
    """The tree of `size` leaves whose root `note` signs, with a key that was in force at that size.

    Which keys are in force is told by the head, so that a reader who holds the log's public key checks more than this
    does.
    """

    tiles: KeptTiles
    note: str
    size: int
    root: bytes

    def take(self, which: Callable[[NodeAt], Taken]) -> Taken:
        """What a function makes of nodes of the tree; it is asked twice, so that all tiles are fetched at once.

        Raises BrokenLogError, StoreUnavailableError.
        """
        paths: dict[str, bytes] = {}
        which(node_reader(self.size, lambda path: paths.setdefault(path, b"")))
        return which(node_reader(self.size, self.tiles.read(paths).__getitem__))

    def broken(self) -> BrokenLogError:
        """What to raise where the tiles do not lead to the signed root; they are fetched anew the next time."""
        self.tiles.forget()
        return BrokenLogError("the tiles do not lead to the root of the checkpoint")

    def root_at(self, size: int) -> bytes:
        """The root that the tree had at a size up to its own, as the signed root implies it. Raises BrokenLogError."""
        if size == self.size:
            return self.root
        root, proof = self.take(lambda node_at: (_root(size, node_at), consistency_proof(size, self.size, node_at)))
        try:
            check_consistency(size, self.size, root, self.root, proof)
        except ProofError:
            raise self.broken() from None
        return root


def signed_tree(log: PublicLog, heads: HeadStore, tiles: KeptTiles) -> SignedTree | None:
    """The tree of the current checkpoint; None before the first one.

    Raises BrokenLogError, also for a checkpoint that is gone or smaller than what was published, or that no key in
    force signed; StoreUnavailableError.
    """
    # Before the checkpoint, which is written before the head says that it is published: a smaller one is an old one.
    head = heads.read()
    note = log.get(CHECKPOINT)
    size = None if note is None else stated_size(note)
    if note is None and not head.published:
        return None
    if note is None or size is None or size < head.published:
        raise BrokenLogError("the checkpoint is missing, cut off, or an old one")
    # The log grew meanwhile, perhaps to other keys.
    opened = _opened(note, head if size <= head.size else heads.read(), size)
    return SignedTree(tiles, note.decode(), opened.size, opened.root)


def _opened(note: bytes, head: Head, size: int) -> Checkpoint:
    """The checkpoint, whichever key in force signed it; a wrong signature of one is not passed over."""
    keys = in_force(head.generations, size).keys if head.generations else ()
    try:
        return open_checkpoint_of_any(note, keys)[0]
    except NoteError as error:
        raise BrokenLogError(f"no key in force signed the checkpoint: {error}") from None


def _root(size: int, node_at: NodeAt) -> bytes:
    """Of the first `size` leaves, from the perfect subtrees that they consist of."""
    roots, start = [], 0
    for level in reversed(range(size.bit_length())):
        if size >> level & 1:
            roots.append(node_at(level, start >> level))
            start += 1 << level
    return root_hash(roots)
