"""Inclusion and consistency proofs: which nodes they take, and how they are checked (RFC 9162, 2.1.3 and 2.1.4)."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from lacre.tlog.hashing import HASH_BYTES, node_hash

NodeAt = Callable[[int, int], bytes]
"""The hash of the perfect subtree at (level, index): leaves index*2^level to (index+1)*2^level - 1."""


class Rung(NamedTuple):
    """One step to the root: `node` is the hash of both, with the sibling on the left if it `is_left`."""

    sibling: bytes
    is_left: bool
    node: bytes


class ProofError(ValueError):
    """A proof that does not show what it claims, or that is asked for what a tree does not hold."""


def inclusion_proof(index: int, size: int, node_at: NodeAt) -> list[bytes]:
    """The audit path of a leaf in the tree of `size` leaves. Raises ProofError unless 0 <= index < size."""
    if not 0 <= index < size:
        raise ProofError("the leaf is not in the tree")
    return _path(index, 0, size, node_at)


def consistency_proof(old: int, new: int, node_at: NodeAt) -> list[bytes]:
    """That the tree of `old` leaves is the beginning of that of `new`. Raises ProofError unless 0 < old <= new."""
    if not 0 < old <= new:
        raise ProofError("a consistency proof takes 0 < old <= new")
    return [] if old == new else _subproof(old, 0, new, node_at, whole=True)


def root_from_inclusion(index: int, size: int, leaf: bytes, proof: Sequence[bytes]) -> bytes:
    """The root that the proof leads to. Raises ProofError when its length does not fit the tree."""
    root = leaf
    for rung in rungs_of_inclusion(index, size, leaf, proof):
        root = rung.node
    return root


def rungs_of_inclusion(index: int, size: int, leaf: bytes, proof: Sequence[bytes]) -> Iterator[Rung]:
    """The way from a leaf to the root that the proof leads to; of a tree of one leaf it has no step.

    Raises ProofError when its length does not fit the tree.
    """
    if not 0 <= index < size:
        raise ProofError("the leaf is not in the tree")
    _check_hashes([leaf, *proof])
    node = leaf
    for sibling, is_left in _climb(index, size - 1, proof):
        node = node_hash(sibling, node) if is_left else node_hash(node, sibling)
        yield Rung(sibling, is_left, node)


def check_consistency(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> None:
    """Raises ProofError unless the proof shows that the old tree is the beginning of the new one."""
    if not 0 < old <= new:
        raise ProofError("a consistency proof takes 0 < old <= new")
    _check_hashes([old_root, new_root, *proof])
    if old == new:
        if proof or old_root != new_root:
            raise ProofError("two roots for one size")
    elif roots_from_consistency(old, new, old_root, proof) != (old_root, new_root):
        raise ProofError("the proof does not lead from the old root to the new one")


def roots_from_consistency(old: int, new: int, old_root: bytes, proof: Sequence[bytes]) -> tuple[bytes, bytes]:
    """The old and the new root that a proof leads to. Raises ProofError for a length that does not fit."""
    # A perfect old tree is a node of the new one: its root starts the path, and the proof leaves it out.
    path = list(proof) if old & (old - 1) else [old_root, *proof]
    if not path:
        raise ProofError("the proof is too short")
    node, last = old - 1, new - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    from_old = from_new = path[0]
    for sibling, is_left in _climb(node, last, path[1:]):
        if is_left:
            from_old, from_new = node_hash(sibling, from_old), node_hash(sibling, from_new)
        else:
            from_new = node_hash(from_new, sibling)
    return from_old, from_new


def _climb(node: int, last: int, path: Sequence[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Each sibling on the way to the root, and whether it stands on the left; the path must end at the root."""
    for sibling in path:
        if last == 0:
            raise ProofError("the proof is too long")
        is_left = bool(node & 1) or node == last
        yield sibling, is_left
        while is_left and not node & 1 and node:
            node, last = node >> 1, last >> 1
        node, last = node >> 1, last >> 1
    if last:
        raise ProofError("the proof is too short")


def _check_hashes(hashes: Sequence[bytes]) -> None:
    if any(len(one) != HASH_BYTES for one in hashes):
        raise ProofError("a hash of the proof does not have 32 bytes")


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << ((size - 1).bit_length() - 1)


def _subtree(start: int, end: int, node_at: NodeAt) -> bytes:
    size = end - start
    if size & (size - 1) == 0:
        level = size.bit_length() - 1
        return node_at(level, start >> level)
    middle = start + _split(size)
    return node_hash(_subtree(start, middle, node_at), _subtree(middle, end, node_at))


def _path(index: int, start: int, end: int, node_at: NodeAt) -> list[bytes]:
    if end - start == 1:
        return []
    middle = start + _split(end - start)
    if index < middle:
        return [*_path(index, start, middle, node_at), _subtree(middle, end, node_at)]
    return [*_path(index, middle, end, node_at), _subtree(start, middle, node_at)]


def _subproof(old: int, start: int, end: int, node_at: NodeAt, *, whole: bool) -> list[bytes]:
    if old == end:
        return [] if whole else [_subtree(start, end, node_at)]
    middle = start + _split(end - start)
    if old <= middle:
        return [*_subproof(old, start, middle, node_at, whole=whole), _subtree(middle, end, node_at)]
    return [*_subproof(old, middle, end, node_at, whole=False), _subtree(start, middle, node_at)]
