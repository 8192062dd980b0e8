"""Trees of numbered leaves, ours and pymerkle's (an independent implementation of RFC 6962)."""

import functools

from pymerkle import InmemoryTree  # type: ignore[import-untyped] # it ships no types

from lacre.tlog.frontier import extended, root_hash
from lacre.tlog.hashing import leaf_hash

EDGES = sorted({0, 1, *(2**power + step for power in range(1, 9) for step in (-1, 0, 1))})
LARGEST = 520


def entry(index: int) -> bytes:
    return b"entry %d" % index


@functools.cache
def leaf(index: int) -> bytes:
    return leaf_hash(entry(index))


@functools.cache
def foreign() -> InmemoryTree:
    return InmemoryTree.init_from_entries([entry(index) for index in range(LARGEST)])


def root(size: int) -> bytes:
    return root_hash(extended(0, (), map(leaf, range(size)))[1])


def node_at(level: int, index: int) -> bytes:
    """The hash of a perfect subtree, from its leaves."""
    leaves = range(index << level, (index + 1) << level)
    return root_hash(extended(0, (), map(leaf, leaves))[1])
