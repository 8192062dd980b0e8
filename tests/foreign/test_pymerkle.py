"""pymerkle, an independent implementation of RFC 6962, over the entries of the published bundles."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pymerkle import InmemoryTree  # type: ignore[import-untyped] # it ships no types

from lacre.tlog.frontier import extended, root_hash
from lacre.tlog.hashing import leaf_hash
from lacre.tlog.proofs import check_consistency, consistency_proof, inclusion_proof
from lacre.tlog.tiles import node_reader
from tests.foreign.log_directory import EDGES, SIZE
from tests.foreign.outsider import entries, open_checkpoint

PAIRS = [(1, SIZE), (255, 257), (256, 65_536), (65_535, 65_537), (65_536, SIZE), (65_537, 99_999), (99_999, SIZE)]


@pytest.fixture(scope="module")
def tree(published: Path) -> InmemoryTree:
    return InmemoryTree.init_from_entries(list(entries(published / "log", SIZE)))


def signed_root(published: Path, size: int) -> bytes:
    note = (published / "checkpoints" / f"{size:020d}").read_bytes()
    return open_checkpoint(note, (published / "vkey").read_text()).root


def reader(published: Path, size: int) -> Callable[[int, int], bytes]:
    return node_reader(size, lambda path: (published / "log" / path).read_bytes())


@pytest.mark.parametrize("size", EDGES)
def test_the_signed_root_is_that_of_pymerkle_and_of_our_frontier(
    published: Path, tree: InmemoryTree, size: int
) -> None:
    leaves = map(leaf_hash, entries(published / "log", size))
    assert signed_root(published, size) == tree.get_root(size) == root_hash(extended(0, (), leaves)[1])


@pytest.mark.parametrize("size", EDGES)
def test_inclusion_proofs_out_of_the_tiles_are_those_of_pymerkle(
    published: Path, tree: InmemoryTree, size: int
) -> None:
    for index in {0, size // 3, size // 2, size - 1}:
        expected = tree.prove_inclusion(index + 1, size).path[1:]
        assert inclusion_proof(index, size, reader(published, size)) == expected


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_consistency_proofs_out_of_the_tiles_lead_between_the_roots_of_pymerkle(
    published: Path, tree: InmemoryTree, old: int, new: int
) -> None:
    proof = consistency_proof(old, new, reader(published, new))
    check_consistency(old, new, tree.get_root(old), tree.get_root(new), proof)
