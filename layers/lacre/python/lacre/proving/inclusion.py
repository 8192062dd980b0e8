"""The proof that a leaf is in the log that the current checkpoint signs."""

from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cached_property

from lacre.ports.sealing import HeadStore, PublicLog, SealedLeaf
from lacre.proving.damage import BrokenIndexError
from lacre.proving.kept_tiles import KeptTiles
from lacre.proving.signed_tree import SignedTree, signed_tree
from lacre.tlog.proofs import ProofError, inclusion_proof, root_from_inclusion


@dataclass(frozen=True)
class Inclusion:
    """`note` is the signed checkpoint; `leads_to_root`: whether leaf and `hashes` give the root that it signs.

    A key in force signed it; whether it is the log's is for the reader to check, with the public key.
    """

    tree_size: int
    note: str
    hashes: tuple[bytes, ...]
    leads_to_root: bool


@dataclass(frozen=True)
class ProvenLeaf:
    """The leaf at an index and its audit path in the tree of `tree_size` leaves, whose root the signed one implies."""

    index: int
    leaf_hash: bytes
    tree_size: int
    hashes: tuple[bytes, ...]


@dataclass(frozen=True)
class Prover:
    """Builds proofs from the tiles of the public log; the head tells how far it is published, and signed by whom."""

    log: PublicLog
    heads: HeadStore
    pool: Executor

    @cached_property
    def _tiles(self) -> KeptTiles:
        return KeptTiles(self.log, self.pool)

    def tree(self) -> SignedTree | None:
        """None before the first checkpoint. Raises BrokenLogError, StoreUnavailableError."""
        return signed_tree(self.log, self.heads, self._tiles)

    def prove(self, leaf: SealedLeaf) -> Inclusion | None:
        """None while no checkpoint covers the leaf.

        Raises BrokenLogError, BrokenIndexError for a leaf at no place of any log, StoreUnavailableError.
        """
        if leaf.index < 0:
            raise BrokenIndexError("the index row of the event is no leaf's")
        tree = self.tree()
        if tree is None or leaf.index >= tree.size:
            return None
        hashes = tree.take(lambda node_at: inclusion_proof(leaf.index, tree.size, node_at))
        leads = root_from_inclusion(leaf.index, tree.size, leaf.leaf_hash, hashes) == tree.root
        if not leads:
            self._tiles.forget()
        return Inclusion(tree.size, tree.note, tuple(hashes), leads)


def leaf_at(tree: SignedTree, index: int, size: int) -> ProvenLeaf:
    """The leaf at an index in the tree of `size` leaves, a size up to the signed one.

    Raises ProofError for a leaf or a size that the tree does not have, BrokenLogError, StoreUnavailableError.
    """
    if size > tree.size:
        raise ProofError("the tree is smaller")
    leaf, hashes = tree.take(lambda node_at: (node_at(0, index), inclusion_proof(index, size, node_at)))
    if root_from_inclusion(index, size, leaf, hashes) != tree.root_at(size):
        raise tree.broken()
    return ProvenLeaf(index, leaf, size, tuple(hashes))
