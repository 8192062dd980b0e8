"""That a checkpoint's tree grew out of a smaller one, proven from the public tiles and checked before it is shown.

The tiles lie where somebody may damage them. A witness that were sent a proof of noise would refuse the checkpoint, and
a broken file would read as a second history.
"""

from collections.abc import Callable
from dataclasses import dataclass

from lacre.tlog import strict_base64
from lacre.tlog.proofs import ProofError, check_consistency, consistency_proof, roots_from_consistency
from lacre.tlog.tiles import node_reader


class DamagedLogError(Exception):
    """The log's own tiles cannot make the proof: that is repaired elsewhere, and says nothing about a witness."""


@dataclass(frozen=True)
class Growth:
    """`read` reads the log's tiles; `note` is the log's checkpoint of `size` leaves."""

    read: Callable[[str], bytes | None]
    note: bytes
    size: int

    def since(self, old: int) -> list[bytes]:
        """The consistency proof from `old` leaves, 0 <= old <= size. Raises DamagedLogError, StoreUnavailableError."""
        if old in (0, self.size):
            return []
        node_at = node_reader(self.size, self._tile)
        try:
            proof = consistency_proof(old, self.size, node_at)
            # The largest perfect tree that the old one begins with: all of it if its size is a power of two.
            beginning = node_at(old.bit_length() - 1, 0)
            old_root, _ = roots_from_consistency(old, self.size, beginning, proof)
            check_consistency(old, self.size, old_root, self._root(), proof)
        except ProofError as error:
            raise DamagedLogError(str(error)) from None
        return proof

    def _tile(self, path: str) -> bytes:
        content = self.read(path)
        if content is None:
            raise DamagedLogError(f"{path} is not there")
        return content

    def _root(self) -> bytes:
        # Of the archive's own checkpoint, whose signature this does not check.
        return strict_base64.decode(self.note.split(b"\n")[2].decode())
