"""The frontier of an append-only tree: the roots of its perfect subtrees, largest first; enough to go on from."""

from collections.abc import Iterable, Sequence

from lacre.tlog.hashing import EMPTY_ROOT, node_hash


def extended(size: int, frontier: Sequence[bytes], leaf_hashes: Iterable[bytes]) -> tuple[int, tuple[bytes, ...]]:
    """Size and frontier after appending leaves. Raises ValueError if frontier and size do not belong together."""
    if len(frontier) != size.bit_count():
        raise ValueError("a frontier holds one root for each bit set in the size")
    larger, smaller, row = list(frontier), [], list(leaf_hashes)
    grown, bits = size + len(row), size
    # Level by level, the leaves first: `row` are the new roots of this level, before it stands the one that was there.
    while row:
        if bits & 1:
            row.insert(0, larger.pop())
        if len(row) & 1:
            smaller.append(row.pop())
        row = list(map(node_hash, row[::2], row[1::2]))
        bits >>= 1
    return grown, (*larger, *reversed(smaller))


def root_hash(frontier: Sequence[bytes]) -> bytes:
    """The tree's root: the frontier folded from its smallest subtree."""
    if not frontier:
        return EMPTY_ROOT
    root = frontier[-1]
    for left in reversed(frontier[:-1]):
        root = node_hash(left, root)
    return root
