"""The proof that one tree of the log is the beginning of a later one."""

from lacre.proving.signed_tree import SignedTree
from lacre.tlog.proofs import ProofError, check_consistency, consistency_proof


def consistency(tree: SignedTree, first: int, second: int) -> tuple[bytes, ...]:
    """That the first `first` leaves are the beginning of the first `second`, which the signed tree begins with.

    Raises ProofError unless 0 < first <= second <= the tree's size, BrokenLogError when the tiles do not lead to the
    signed root, StoreUnavailableError.
    """
    if second > tree.size:
        raise ProofError("the tree is smaller")
    hashes = tree.take(lambda node_at: consistency_proof(first, second, node_at))
    old, new = tree.root_at(first), tree.root_at(second)
    try:
        check_consistency(first, second, old, new, hashes)
    except ProofError:
        raise tree.broken() from None
    return tuple(hashes)
