"""Inclusion and consistency proofs: equal to a foreign implementation's, and refused when anything is off."""

import functools
from contextlib import suppress

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pymerkle import ConsistencyProof  # type: ignore[import-untyped] # it ships no types

from lacre.tlog.hashing import leaf_hash, node_hash
from lacre.tlog.proofs import ProofError, check_consistency, consistency_proof, inclusion_proof, root_from_inclusion
from tests.unit.tlog.trees import EDGES, LARGEST, foreign, leaf, node_at, root

SIZES = st.one_of(st.sampled_from([size for size in EDGES if size]), st.integers(1, LARGEST))
FEW = settings(max_examples=120, deadline=None)


@FEW
@given(SIZES, st.integers(0, 600))
def test_inclusion_proofs_are_those_of_a_foreign_implementation(size: int, at: int) -> None:
    index = at % size
    proof = inclusion_proof(index, size, node_at)
    assert proof == foreign().prove_inclusion(index + 1, size).path[1:]
    assert root_from_inclusion(index, size, leaf(index), proof) == root(size)


@FEW
@given(SIZES, SIZES)
def test_consistency_proofs_are_those_of_a_foreign_implementation(one: int, other: int) -> None:
    old, new = sorted((one, other))
    proof = consistency_proof(old, new, node_at)
    assert proof == as_rfc_6962(foreign().prove_consistency(old, new), old)
    check_consistency(old, new, foreign().get_root(old), foreign().get_root(new), proof)


def as_rfc_6962(proof: ConsistencyProof, old: int) -> list[bytes]:
    """The nodes of pymerkle's proof as the RFC has them.

    Where the old tree ends with a left subtree, pymerkle gives the right one next to it in pieces, and before it.
    """
    at = proof.subset.index(1)
    if at:
        right = functools.reduce(node_hash, proof.path[:at])
        nodes = [proof.path[at], right, *proof.path[at + 1 :]]
    else:
        nodes = proof.path
    # The first is the old root if the old tree is perfect, or the new one: who checks has it already.
    return nodes[1:] if nodes[0] == root(old) else nodes


@pytest.mark.parametrize(
    ("old", "nodes"),
    [
        (3, [(0, 2), (0, 3), (1, 0), "4..6"]),
        (4, ["4..6"]),
        (6, [(1, 2), (0, 6), (2, 0)]),
        (7, []),
    ],
)
def test_the_examples_of_rfc_6962(old: int, nodes: list[tuple[int, int] | str]) -> None:
    """Section 2.1.3: PROOF(3, D[7]) = [c, d, g, l], PROOF(4, D[7]) = [l], PROOF(6, D[7]) = [i, j, k]."""
    right = node_hash(node_at(1, 2), leaf(6))
    assert consistency_proof(old, 7, node_at) == [right if isinstance(one, str) else node_at(*one) for one in nodes]


@pytest.mark.parametrize(("index", "size"), [(0, 0), (1, 1), (-1, 4), (4, 4)])
def test_a_leaf_outside_the_tree_has_no_proof(index: int, size: int) -> None:
    with pytest.raises(ProofError):
        inclusion_proof(index, size, node_at)
    with pytest.raises(ProofError):
        root_from_inclusion(index, size, leaf(0), [])


@pytest.mark.parametrize(("old", "new"), [(0, 0), (0, 4), (5, 4), (-1, 4)])
def test_no_consistency_from_nothing_or_backwards(old: int, new: int) -> None:
    with pytest.raises(ProofError):
        consistency_proof(old, new, node_at)
    with pytest.raises(ProofError):
        check_consistency(old, new, bytes(32), bytes(32), [])


@FEW
@given(SIZES, st.integers(0, 600), st.data())
def test_a_malformed_inclusion_proof_does_not_lead_to_the_root(size: int, at: int, data: st.DataObject) -> None:
    index = at % size
    proof = inclusion_proof(index, size, node_at)
    damaged = data.draw(st.sampled_from(_damaged(proof)))
    with suppress(ProofError):
        assert root_from_inclusion(index, size, leaf(index), damaged) != root(size)


@FEW
@given(SIZES, st.integers(0, 600), st.integers(0, 600))
def test_a_proof_holds_for_its_own_index_only(size: int, one: int, other: int) -> None:
    index, wrong = one % size, other % size
    assume(index != wrong)
    proof = inclusion_proof(index, size, node_at)
    with suppress(ProofError):
        assert root_from_inclusion(wrong, size, leaf(index), proof) != root(size)


@FEW
@given(SIZES, SIZES, st.data())
def test_a_malformed_consistency_proof_is_refused(one: int, other: int, data: st.DataObject) -> None:
    old, new = sorted((one, other))
    damaged = data.draw(st.sampled_from(_damaged(consistency_proof(old, new, node_at))))
    with pytest.raises(ProofError):
        check_consistency(old, new, root(old), root(new), damaged)


@FEW
@given(SIZES, SIZES)
def test_a_fork_has_no_consistency_proof(one: int, other: int) -> None:
    old, new = sorted((one, other))
    proof = consistency_proof(old, new, node_at)
    with pytest.raises(ProofError):
        check_consistency(old, new, bytes(32), root(new), proof)
    with pytest.raises(ProofError):
        check_consistency(old, new, root(old), bytes(32), proof)


@FEW
@given(SIZES, SIZES, SIZES)
def test_a_consistency_proof_holds_for_its_own_sizes_and_roots_only(one: int, other: int, third: int) -> None:
    old, new = sorted((one, other))
    assume(old != new)
    proof = consistency_proof(old, new, node_at)
    with pytest.raises(ProofError):
        check_consistency(old, new, root(new), root(old), proof)
    with pytest.raises(ProofError):
        check_consistency(new, old, root(new), root(old), proof)
    for low, high in {(old, third), (third, new)} - {(old, new)}:
        with pytest.raises(ProofError):
            check_consistency(low, high, root(low), root(high), proof)


@FEW
@given(SIZES, SIZES, st.integers(0, 600))
def test_an_inclusion_proof_holds_for_the_root_of_its_own_size_only(size: int, other: int, at: int) -> None:
    assume(size != other)
    index = at % size
    proof = inclusion_proof(index, size, node_at)
    with suppress(ProofError):
        assert root_from_inclusion(index, size, leaf(index), proof) != root(other)


@pytest.mark.parametrize("wrong", [b"", bytes(31), bytes(33), bytes(64)])
def test_a_hash_of_another_length_is_refused_wherever_it_stands(wrong: bytes) -> None:
    path, proof = inclusion_proof(2, 7, node_at), consistency_proof(3, 7, node_at)
    for hashes in _each_replaced([leaf(2), *path], wrong):
        with pytest.raises(ProofError, match="32 bytes"):
            root_from_inclusion(2, 7, hashes[0], hashes[1:])
    for hashes in _each_replaced([root(3), root(7), *proof], wrong):
        with pytest.raises(ProofError, match="32 bytes"):
            check_consistency(3, 7, hashes[0], hashes[1], hashes[2:])
    with pytest.raises(ProofError, match="32 bytes"):
        check_consistency(7, 7, wrong, wrong, [])


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 9])
def test_a_proof_of_another_length_is_refused(size: int) -> None:
    proof = inclusion_proof(0, size, node_at)
    for other in ([*proof, bytes(32)], proof[:-1]):
        if other != proof:
            with pytest.raises(ProofError, match="too"):
                root_from_inclusion(0, size, leaf(0), other)


@pytest.mark.parametrize("size", [2, 3, 7, 8, 9])
def test_a_node_is_no_leaf(size: int) -> None:
    # The hash of leaves 0 and 1 together, offered as a leaf one level up, needs a proof of another length.
    with pytest.raises(ProofError):
        root_from_inclusion(0, size, node_at(1, 0), inclusion_proof(0, size, node_at)[1:])


def test_a_node_passes_for_a_leaf_in_a_tree_of_another_size_alone() -> None:
    """Which is why the size counts that the checkpoint signs, and why an entry is hashed and not taken as a hash."""
    above = inclusion_proof(0, 8, node_at)[1:]
    assert root_from_inclusion(0, 4, node_at(1, 0), above) == root(8)
    with pytest.raises(ProofError):
        root_from_inclusion(0, 8, node_at(1, 0), above)
    assert leaf_hash(leaf(0) + leaf(1)) != node_at(1, 0)


def _each_replaced(proof: list[bytes], by: bytes) -> list[list[bytes]]:
    return [[*proof[:at], by, *proof[at + 1 :]] for at in range(len(proof))]


def _damaged(proof: list[bytes]) -> list[list[bytes]]:
    longer = [[*proof, bytes(32)], [bytes(32), *proof], [*proof, b""], [*proof, b"short"]]
    if not proof:
        return longer
    flipped = [[*proof[:at], bytes([proof[at][0] ^ 1]) + proof[at][1:], *proof[at + 1 :]] for at in range(len(proof))]
    swapped = [[*proof[:at], proof[at + 1], proof[at], *proof[at + 2 :]] for at in range(len(proof) - 1)]
    repeated = [[*proof[:at], proof[at], *proof[at:]] for at in range(len(proof))]
    return [*longer, proof[1:], proof[:-1], *flipped, *swapped, *repeated, *([proof[::-1]] if len(proof) > 1 else [])]
