"""RFC 6962 trees against an independent implementation, at the sizes where mistakes live."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lacre.tlog.frontier import extended, root_hash
from lacre.tlog.hashing import EMPTY_ROOT, leaf_hash, node_hash
from tests.unit.tlog.trees import EDGES, LARGEST, entry, foreign, leaf, root


@pytest.mark.parametrize("size", EDGES)
def test_roots_are_those_of_a_foreign_implementation(size: int) -> None:
    assert root(size) == (foreign().get_root(size) if size else EMPTY_ROOT)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, LARGEST))
def test_roots_of_any_size_are_those_of_a_foreign_implementation(size: int) -> None:
    assert root(size) == foreign().get_root(size)


def test_the_empty_tree_hashes_nothing() -> None:
    assert root(0) == hashlib.sha256().digest()


def test_leaves_hash_as_in_a_foreign_implementation() -> None:
    assert leaf(7) == foreign().get_leaf(8)


@settings(max_examples=60)
@given(st.lists(st.integers(0, 40), max_size=12))
def test_growing_in_steps_ends_in_the_tree_grown_at_once(steps: list[int]) -> None:
    size = 0
    frontier: tuple[bytes, ...] = ()
    for step in steps:
        size, frontier = extended(size, frontier, map(leaf, range(size, size + step)))
    assert size == sum(steps)
    assert root_hash(frontier) == root(size)
    assert len(frontier) == size.bit_count()


@pytest.mark.parametrize(("size", "held"), [(0, 1), (1, 0), (4, 2), (7, 2)])
def test_a_frontier_of_another_size_is_refused(size: int, held: int) -> None:
    with pytest.raises(ValueError, match="one root for each bit"):
        extended(size, [bytes(32)] * held, [])


def test_a_node_given_as_a_leaf_has_another_hash() -> None:
    # Without the domain bytes, the two children of a node, taken as an entry, would be a leaf with the node's hash.
    assert leaf_hash(leaf(0) + leaf(1)) != node_hash(leaf(0), leaf(1))
    assert root_hash(extended(0, (), [leaf_hash(leaf(0) + leaf(1))])[1]) != root(2)


@given(st.integers(1, LARGEST - 1), st.integers(0, LARGEST - 1))
@settings(max_examples=40)
def test_another_entry_gives_another_root(size: int, at: int) -> None:
    leaves = [leaf_hash(entry(index) + (b"!" if index == at % size else b"")) for index in range(size)]
    assert root_hash(extended(0, (), leaves)[1]) != root(size)
