"""C2SP tlog-tiles: grown in steps they are those of the tree at once, and proofs can be read from them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lacre.tlog.proofs import check_consistency, consistency_proof, inclusion_proof, root_from_inclusion
from lacre.tlog.tiles import bundle_path, grown_bundles, grown_tiles, node_reader, tile_path
from tests.unit.tlog.trees import entry, leaf, root


def grow(store: dict[str, bytes], low: int, high: int) -> None:
    for resource in grown_tiles(low, [leaf(index) for index in range(low, high)], store.__getitem__):
        store[resource.path] = resource.content
    for resource in grown_bundles(low, [entry(index) for index in range(low, high)], store.__getitem__):
        store[resource.path] = resource.content


@pytest.mark.parametrize(
    ("index", "path"),
    [(0, "000"), (999, "999"), (1000, "x001/000"), (1234067, "x001/x234/067"), (10**9, "x001/x000/x000/000")],
)
def test_paths_are_those_of_the_specification(index: int, path: str) -> None:
    assert tile_path(2, index) == f"tile/2/{path}"
    assert tile_path(0, index, 3) == f"tile/0/{path}.p/3"
    assert bundle_path(index) == f"tile/entries/{path}"


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 300), min_size=1, max_size=6))
def test_tiles_grown_in_steps_are_those_grown_at_once(steps: list[int]) -> None:
    stepped: dict[str, bytes] = {}
    size = 0
    for step in steps:
        grow(stepped, size, size + step)
        size += step
    at_once: dict[str, bytes] = {}
    grow(at_once, 0, size)
    assert {path: stepped[path] for path in at_once} == at_once


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 511, 512, 513, 65_537])
def test_proofs_come_from_tiles(size: int) -> None:
    store: dict[str, bytes] = {}
    grow(store, 0, size)
    node_at = node_reader(size, store.__getitem__)
    whole = root(size)
    for index in {0, size // 2, size - 1}:
        assert root_from_inclusion(index, size, leaf(index), inclusion_proof(index, size, node_at)) == whole
    for old in {1, size // 2 or 1, size}:
        check_consistency(old, size, root(old), whole, consistency_proof(old, size, node_at))


def test_a_bundle_holds_entries_after_their_lengths() -> None:
    store: dict[str, bytes] = {}
    grow(store, 0, 2)
    assert store["tile/entries/000.p/2"] == b"\x00\x07entry 0\x00\x07entry 1"
