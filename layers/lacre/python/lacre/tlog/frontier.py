"""The frontier of an append-only tree: the roots of its perfect subtrees, largest first; enough to go on from."""

from collections.abc import Iterable, Sequence

from lacre.tlog.hashing import EMPTY_ROOT, node_hash


def extended(size: int, frontier: Sequence[bytes], leaf_hashes: Iterable[bytes]) -> tuple[int, tuple[bytes, ...]]:
    """Size and frontier after appending leaves. Raises ValueError if frontier and size do not belong together."""
    if len(frontier) != size.bit_count():
        raise ValueError("a frontier holds one root for each bit set in the size")
    roots = list(frontier)
    for leaf in leaf_hashes:
        roots.append(leaf)
        size += 1
        # Each trailing zero bit of the new size closes one pair of equal subtrees.
        for _ in range((size & -size).bit_length() - 1):
            right = roots.pop()
            roots.append(node_hash(roots.pop(), right))
    return size, tuple(roots)


def root_hash(frontier: Sequence[bytes]) -> bytes:
    """The tree's root: the frontier folded from its smallest subtree."""
    if not frontier:
        return EMPTY_ROOT
    root = frontier[-1]
    for left in reversed(frontier[:-1]):
        root = node_hash(left, root)
    return root
