"""Proofs out of the tiles of the public log, at the edges of tiles, against a foreign implementation."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymerkle import InmemoryTree  # type: ignore[import-untyped] # it ships no types

from lacre.ports.sealing import Head
from lacre.proving.consistency import consistency
from lacre.proving.damage import BrokenLogError
from lacre.proving.inclusion import leaf_at
from lacre.proving.kept_tiles import KeptTiles
from lacre.proving.signed_tree import SignedTree, signed_tree
from lacre.tlog.checkpoint import Checkpoint
from lacre.tlog.hashing import leaf_hash
from lacre.tlog.key_manifest import Generation
from lacre.tlog.note import VerifierKey
from lacre.tlog.proofs import ProofError, check_consistency, root_from_inclusion
from lacre.tlog.tiles import grown_tiles
from tests.fakes.crash import Steps
from tests.fakes.sealing import ORIGIN, MemoryHeads, MemoryLog
from tests.fakes.signer import LocalSigner

POOL = ThreadPoolExecutor(4)
LARGEST = 256 * 256 + 1
EDGES = [1, 2, 3, 4, 5, 255, 256, 257, 511, 512, 513, LARGEST - 2, LARGEST - 1, LARGEST]
FEW = settings(max_examples=40, deadline=None)


def entry(index: int) -> bytes:
    return b"entry %d" % index


@cache
def foreign() -> InmemoryTree:
    return InmemoryTree.init_from_entries([entry(index) for index in range(LARGEST)])


@dataclass
class Tiled:
    """A public log that grew to one size after another; `asked` are the paths that were read, in order."""

    store: MemoryLog = field(default_factory=lambda: MemoryLog(Steps()))
    heads: MemoryHeads = field(default_factory=lambda: MemoryHeads(Steps()))
    size: int = 0

    def grow(self, size: int) -> None:
        hashes = [leaf_hash(entry(index)) for index in range(self.size, size)]
        for resource in list(grown_tiles(self.size, hashes, self.store.objects.__getitem__)):
            self.store.objects[resource.path] = resource.content
        self.size = size
        self.sign(foreign().get_root(size))

    def sign(self, root: bytes) -> None:
        signer = LocalSigner()
        key = VerifierKey(ORIGIN, signer.public_key)
        self.store.objects["checkpoint"] = Checkpoint(ORIGIN, self.size, root).signed(key, signer.sign)
        self.heads.head = Head(size=self.size, published=self.size, generations=(Generation(0, (key,)),))

    @property
    def tree(self) -> SignedTree:
        found = signed_tree(self.store, self.heads, KeptTiles(self.store, POOL))
        assert found is not None
        return found


@cache
def tiled(*sizes: int) -> Tiled:
    log = Tiled()
    for size in sizes:
        log.grow(size)
    return log


def check_inclusion(log: Tiled, index: int, size: int) -> None:
    proven = leaf_at(log.tree, index, size)
    assert proven.leaf_hash == leaf_hash(entry(index))
    assert list(proven.hashes) == foreign().prove_inclusion(index + 1, size).path[1:]
    assert root_from_inclusion(index, size, proven.leaf_hash, proven.hashes) == foreign().get_root(size)


@pytest.mark.parametrize("size", EDGES)
def test_inclusion_at_the_current_size(size: int) -> None:
    for index in sorted({0, size // 2, max(0, size - 2), size - 1}):
        check_inclusion(tiled(size), index, size)


@FEW
@given(st.sampled_from(EDGES), st.integers(0, LARGEST - 1))
def test_inclusion_at_every_older_size(size: int, at: int) -> None:
    check_inclusion(tiled(LARGEST), at % size, size)


@FEW
@given(st.sampled_from(EDGES), st.sampled_from(EDGES), st.sampled_from(EDGES))
def test_consistency_between_any_sizes(one: int, other: int, current: int) -> None:
    first, second, current = sorted((one, other, current))
    hashes = consistency(tiled(current).tree, first, second)
    check_consistency(first, second, foreign().get_root(first), foreign().get_root(second), hashes)


@pytest.mark.parametrize("sizes", [(1, 255, 256, 257), (100, 300), (200, 256), (255, 513), (65_500, 65_536, 65_537)])
def test_a_tile_that_was_partial_and_is_full_now_is_read_anew(sizes: Sequence[int]) -> None:
    log = Tiled()
    for size in sizes:
        log.grow(size)
        for index in (0, size - 1):
            check_inclusion(log, index, size)
    # C2SP tlog-tiles: a partial tile may be dropped once the tile is full.
    for path in [path for path in log.store.objects if path.partition(".p/")[0] in log.store.objects and ".p/" in path]:
        del log.store.objects[path]
    for size in sizes:
        check_inclusion(log, 0, size)
        assert consistency(log.tree, size, sizes[-1]) == consistency(tiled(sizes[-1]).tree, size, sizes[-1])


def test_a_log_that_grows_while_it_is_read_is_proven_as_it_was_signed() -> None:
    log = Tiled()
    log.grow(200)
    tree = log.tree
    log.grow(300)
    del log.store.objects["tile/0/000.p/200"]
    proven = leaf_at(tree, 7, tree.size)
    assert root_from_inclusion(7, 200, proven.leaf_hash, proven.hashes) == foreign().get_root(200)


@pytest.mark.parametrize(("index", "size"), [(3, 3), (0, 4), (2**40, 3), (-1, 3), (0, 0)])
def test_a_leaf_or_a_size_that_the_tree_lacks(index: int, size: int) -> None:
    with pytest.raises(ProofError):
        leaf_at(tiled(3).tree, index, size)


@pytest.mark.parametrize(("first", "second"), [(0, 3), (4, 3), (1, 4), (-1, 3), (0, 0)])
def test_sizes_that_the_tree_lacks(first: int, second: int) -> None:
    with pytest.raises(ProofError):
        consistency(tiled(3).tree, first, second)


def test_nothing_is_proven_from_tiles_that_do_not_lead_to_the_signed_root() -> None:
    log = Tiled()
    log.grow(300)
    log.sign(bytes(32))
    for size in (300, 7):
        with pytest.raises(BrokenLogError):
            leaf_at(log.tree, 5, size)
    for first, second in ((5, 300), (5, 7), (7, 7)):
        with pytest.raises(BrokenLogError):
            consistency(log.tree, first, second)
