"""The proof that an event's leaf is in the log that the current checkpoint signs."""

from dataclasses import dataclass

from lacre.ports.sealing import CHECKPOINT, PublicLog, SealedLeaf
from lacre.tlog import strict_base64
from lacre.tlog.hashing import HASH_BYTES
from lacre.tlog.proofs import inclusion_proof, root_from_inclusion
from lacre.tlog.tiles import WIDTH, node_reader


class BrokenLogError(Exception):
    """The public log lacks, or garbles, what a checkpoint of its own stands for."""


@dataclass(frozen=True)
class Inclusion:
    """`note` is the signed checkpoint; `leads_to_root`: whether leaf and `hashes` give the root that it signs.

    The signature itself is for the reader to check, with the log's public key.
    """

    tree_size: int
    note: str
    hashes: tuple[bytes, ...]
    leads_to_root: bool


@dataclass(frozen=True)
class Prover:
    """Builds inclusion proofs from the tiles of the public log."""

    log: PublicLog

    def prove(self, leaf: SealedLeaf) -> Inclusion | None:
        """None while no checkpoint covers the leaf. Raises BrokenLogError, StoreUnavailableError."""
        note = self.log.get(CHECKPOINT)
        if note is None:
            return None
        size, root = _stated(note)
        if leaf.index >= size:
            return None
        hashes = inclusion_proof(leaf.index, size, node_reader(size, self._tile))
        leads = root_from_inclusion(leaf.index, size, leaf.leaf_hash, hashes) == root
        return Inclusion(size, note.decode(), tuple(hashes), leads)

    def _tile(self, path: str) -> bytes:
        # A partial tile may be dropped once the tile is full (C2SP tlog-tiles).
        full, _, width = path.partition(".p/")
        content = self.log.get(path) or self.log.get(full)
        if content is None or len(content) < int(width or WIDTH) * HASH_BYTES:
            raise BrokenLogError(f"{path} is missing or cut off")
        return content


def _stated(note: bytes) -> tuple[int, bytes]:
    """Size and root as a checkpoint states them, its signature unchecked."""
    lines = note.decode("utf-8", "replace").split("\n")
    try:
        size, root = int(lines[1]), strict_base64.decode(lines[2])
    except (IndexError, ValueError):
        raise BrokenLogError("the checkpoint is not one") from None
    if size < 0:
        raise BrokenLogError("the checkpoint is not one")
    return size, root
