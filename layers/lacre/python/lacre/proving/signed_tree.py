"""The tree that the current checkpoint signs, and its hashes as the tiles of the public log give them."""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import TypeVar

from lacre.ports.sealing import CHECKPOINT, PublicLog
from lacre.tlog import strict_base64
from lacre.tlog.checkpoint import stated_size
from lacre.tlog.frontier import root_hash
from lacre.tlog.hashing import HASH_BYTES
from lacre.tlog.proofs import NodeAt, ProofError, check_consistency, consistency_proof
from lacre.tlog.tiles import WIDTH, node_reader

Taken = TypeVar("Taken")


class BrokenLogError(Exception):
    """The public log lacks, or garbles, what a checkpoint of its own stands for."""


@dataclass(frozen=True)
class SignedTree:
    """The tree of `size` leaves whose root `note` signs.

    The signature itself is for the reader to check, with the log's public key. Nothing is kept from one question to
    the next: a tile that was partial then may be full now.
    """

    log: PublicLog
    pool: Executor
    note: str
    size: int
    root: bytes

    def take(self, which: Callable[[NodeAt], Taken]) -> Taken:
        """What a function makes of nodes of the tree; it is asked twice, so that all tiles are fetched at once.

        Raises BrokenLogError, StoreUnavailableError.
        """
        paths: dict[str, bytes] = {}
        which(node_reader(self.size, lambda path: paths.setdefault(path, b"")))
        tiles = dict(zip(paths, self.pool.map(self._tile, paths), strict=True))
        return which(node_reader(self.size, tiles.__getitem__))

    def root_at(self, size: int) -> bytes:
        """The root that the tree had at a size up to its own, as the signed root implies it. Raises BrokenLogError."""
        if size == self.size:
            return self.root
        root, proof = self.take(lambda node_at: (_root(size, node_at), consistency_proof(size, self.size, node_at)))
        try:
            check_consistency(size, self.size, root, self.root, proof)
        except ProofError:
            raise BrokenLogError("the tiles do not lead to the root of the checkpoint") from None
        return root

    def _tile(self, path: str) -> bytes:
        # A partial tile may be dropped once the tile is full (C2SP tlog-tiles).
        full, _, width = path.partition(".p/")
        content = self.log.get(path) or self.log.get(full)
        if content is None or len(content) < int(width or WIDTH) * HASH_BYTES:
            raise BrokenLogError(f"{path} is missing or cut off")
        return content


def signed_tree(log: PublicLog, pool: Executor) -> SignedTree | None:
    """The tree of the current checkpoint, None before the first one. Raises BrokenLogError, StoreUnavailableError."""
    note = log.get(CHECKPOINT)
    if note is None:
        return None
    size = stated_size(note)
    try:
        text = note.decode()
        root = strict_base64.decode(text.split("\n")[2])
    except (IndexError, ValueError):
        size = None
    if size is None:
        raise BrokenLogError("the checkpoint is not one")
    return SignedTree(log, pool, text, size, root)


def _root(size: int, node_at: NodeAt) -> bytes:
    """Of the first `size` leaves, from the perfect subtrees that they consist of."""
    roots, start = [], 0
    for level in reversed(range(size.bit_length())):
        if size >> level & 1:
            roots.append(node_at(level, start >> level))
            start += 1 << level
    return root_hash(roots)
