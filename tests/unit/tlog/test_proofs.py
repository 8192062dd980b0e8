"""Inclusion and consistency proofs: equal to a foreign implementation's, and refused when anything is off."""

from contextlib import suppress

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lacre.tlog.hashing import node_hash
from lacre.tlog.proofs import ProofError, check_consistency, consistency_proof, inclusion_proof, root_from_inclusion
from tests.unit.tlog.trees import EDGES, foreign, leaf, node_at, root

SIZES = [size for size in EDGES if size]
FEW = settings(max_examples=120, deadline=None)


@FEW
@given(st.sampled_from(SIZES), st.integers(0, 600))
def test_inclusion_proofs_are_those_of_a_foreign_implementation(size: int, at: int) -> None:
    index = at % size
    proof = inclusion_proof(index, size, node_at)
    assert proof == foreign().prove_inclusion(index + 1, size).path[1:]
    assert root_from_inclusion(index, size, leaf(index), proof) == root(size)


@FEW
@given(st.sampled_from(SIZES), st.sampled_from(SIZES))
def test_consistency_proofs_lead_between_the_roots_of_a_foreign_implementation(one: int, other: int) -> None:
    old, new = sorted((one, other))
    # pymerkle cuts its own consistency paths into smaller nodes than RFC 6962 does; the roots are the same.
    roots = foreign().get_root(old), foreign().get_root(new)
    check_consistency(old, new, *roots, consistency_proof(old, new, node_at))


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
@given(st.sampled_from(SIZES), st.integers(0, 600), st.data())
def test_a_malformed_inclusion_proof_does_not_lead_to_the_root(size: int, at: int, data: st.DataObject) -> None:
    index = at % size
    proof = inclusion_proof(index, size, node_at)
    damaged = data.draw(st.sampled_from(_damaged(proof)))
    with suppress(ProofError):
        assert root_from_inclusion(index, size, leaf(index), damaged) != root(size)


@FEW
@given(st.sampled_from(SIZES), st.integers(0, 600), st.integers(0, 600))
def test_a_proof_holds_for_its_own_index_only(size: int, one: int, other: int) -> None:
    index, wrong = one % size, other % size
    assume(index != wrong)
    proof = inclusion_proof(index, size, node_at)
    with suppress(ProofError):
        assert root_from_inclusion(wrong, size, leaf(index), proof) != root(size)


@FEW
@given(st.sampled_from(SIZES), st.sampled_from(SIZES), st.data())
def test_a_malformed_consistency_proof_is_refused(one: int, other: int, data: st.DataObject) -> None:
    old, new = sorted((one, other))
    damaged = data.draw(st.sampled_from(_damaged(consistency_proof(old, new, node_at))))
    with pytest.raises(ProofError):
        check_consistency(old, new, root(old), root(new), damaged)


@FEW
@given(st.sampled_from(SIZES), st.sampled_from(SIZES))
def test_a_fork_has_no_consistency_proof(one: int, other: int) -> None:
    old, new = sorted((one, other))
    proof = consistency_proof(old, new, node_at)
    with pytest.raises(ProofError):
        check_consistency(old, new, bytes(32), root(new), proof)
    with pytest.raises(ProofError):
        check_consistency(old, new, root(old), bytes(32), proof)


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


def _damaged(proof: list[bytes]) -> list[list[bytes]]:
    longer = [[*proof, bytes(32)], [bytes(32), *proof], [*proof, b""], [*proof, b"short"]]
    if not proof:
        return longer
    flipped = [[*proof[:at], bytes([proof[at][0] ^ 1]) + proof[at][1:], *proof[at + 1 :]] for at in range(len(proof))]
    return [*longer, proof[1:], proof[:-1], *flipped, *([proof[::-1]] if len(proof) > 1 else [])]
