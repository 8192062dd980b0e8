"""A log that signs two histories: the witness refuses the second and keeps what proves it to anybody."""

import dataclasses
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lacre.tlog.note import VerifierKey
from lacre.witnessing.evidence import MAXIMUM_BYTES, Evidence, NotProvenError, prove_fork
from lacre.witnessing.witness import hash_of
from tests.fakes.signer import LocalSigner
from tests.fakes.witnessing import ORIGIN, History, MemoryWitness, request

TRUE = History.of(40)
FORGED = History.of(40, fork_at=3)


@pytest.fixture
def one() -> MemoryWitness:
    return MemoryWitness().knowing(TRUE.key)


def kept(one: MemoryWitness, kind: str, size: int) -> Evidence:
    (name,) = one.memory.evidence
    assert name.startswith(f"{hash_of(ORIGIN)}-{kind}-{size:020d}")
    return Evidence.decode(next(iter(one.memory.evidence.values())))


@pytest.mark.parametrize("size", [4, 7, 8, 33])
def test_two_roots_for_one_size_are_refused_and_proven(one: MemoryWitness, size: int) -> None:
    one.witness.add_checkpoint(TRUE.request(0, size))
    assert one.witness.add_checkpoint(FORGED.request(size, size)).status == 422
    fork = prove_fork(kept(one, "fork", size), [TRUE.key])
    assert (fork.origin, fork.size, fork.larger) == (ORIGIN, size, size)
    assert (fork.signed_root, fork.other_root) == (TRUE.root(size), FORGED.root(size))
    assert one.memory.logs[hash_of(ORIGIN)].root == TRUE.root(size)


def test_two_roots_for_one_size_are_proven_whatever_old_size_is_claimed(one: MemoryWitness) -> None:
    one.witness.add_checkpoint(TRUE.request(0, 12))
    answer = one.witness.add_checkpoint(FORGED.request(0, 12))
    assert (answer.status, answer.body, answer.kept) == (409, "12\n", next(iter(one.memory.evidence)))
    assert prove_fork(kept(one, "fork", 12), [TRUE.key]).size == 12


@pytest.mark.parametrize(("old", "new"), [(7, 12), (5, 6), (9, 40), (12, 32), (33, 40)])
def test_a_larger_tree_of_another_history_is_refused_and_proven(one: MemoryWitness, old: int, new: int) -> None:
    one.witness.add_checkpoint(TRUE.request(0, old))
    assert one.witness.add_checkpoint(FORGED.request(old, new)).status == 422
    fork = prove_fork(kept(one, "fork", old), [TRUE.key])
    assert (fork.size, fork.larger, fork.other_root) == (old, new, FORGED.root(old))
    assert one.memory.logs[hash_of(ORIGIN)].size == old


def test_after_a_power_of_two_a_proof_holds_too_little_and_both_notes_are_kept(one: MemoryWitness) -> None:
    one.witness.add_checkpoint(TRUE.request(0, 8))
    assert one.witness.add_checkpoint(FORGED.request(8, 12)).status == 422
    evidence = kept(one, "doubt", 12)
    with pytest.raises(NotProvenError):
        prove_fork(evidence, [TRUE.key])
    assert (evidence.first, evidence.second) == (one.memory.logs[hash_of(ORIGIN)].note, FORGED.note(12))


def test_an_honest_log_cannot_be_accused_with_a_wrong_proof(one: MemoryWitness) -> None:
    one.witness.add_checkpoint(TRUE.request(0, 7))
    assert one.witness.add_checkpoint(request(7, FORGED.proof(7, 12), TRUE.note(12))).status == 422
    with pytest.raises(NotProvenError):
        prove_fork(kept(one, "doubt", 12), [TRUE.key])


def test_nobody_can_fill_the_store_with_evidence(one: MemoryWitness) -> None:
    """Of each checkpoint that the log signed there is one doubt, whatever proofs come with it; of forks one."""
    one.witness.add_checkpoint(TRUE.request(0, 7))
    for noise in range(1, 40):
        for size in (8, 12):
            one.witness.add_checkpoint(request(7, [bytes([noise]) * 32], TRUE.note(size)))
        one.witness.add_checkpoint(FORGED.request(7, 7 + noise % 32))
        one.witness.add_checkpoint(request(0, [], FORGED.note(7)))
    assert len(one.memory.evidence) == 3


def test_a_doubt_that_anybody_leaves_hides_no_other_and_is_told_apart_from_a_fork(one: MemoryWitness) -> None:
    one.witness.add_checkpoint(TRUE.request(0, 8))
    noise = one.witness.add_checkpoint(request(8, [bytes(32)], TRUE.note(12)))
    forged = one.witness.add_checkpoint(FORGED.request(8, 12))
    assert (noise.is_fork, forged.is_fork) == (False, False)
    assert noise.kept != forged.kept
    assert Evidence.decode(one.memory.evidence[forged.kept or ""]).second == FORGED.note(12)
    assert one.witness.add_checkpoint(FORGED.request(8, 8)).is_fork


def test_the_logs_are_asked_for_once_in_a_request(one: MemoryWitness) -> None:
    one.witness.add_checkpoint(TRUE.request(0, 7))
    lists = [one.logs]
    witness = dataclasses.replace(one.witness, logs=lists.pop)
    assert witness.add_checkpoint(FORGED.request(7, 12)).is_fork


def test_a_refused_history_stays_refused(one: MemoryWitness) -> None:
    one.witness.add_checkpoint(TRUE.request(0, 7))
    for size in (7, 12, 12, 40):
        assert one.witness.add_checkpoint(FORGED.request(7, size)).status == 422
    assert one.witness.add_checkpoint(TRUE.request(7, 12)).status == 200


def test_a_fork_across_a_change_of_keys_is_proven_with_both(one: MemoryWitness) -> None:
    later = History(FORGED.leaves, LocalSigner("the next key"))
    one.witness.add_checkpoint(TRUE.request(0, 7))
    one.knowing(TRUE.key, later.key)
    assert one.witness.add_checkpoint(later.request(7, 12)).status == 422
    evidence = kept(one, "fork", 7)
    assert prove_fork(evidence, [later.key, TRUE.key]).size == 7
    for alone in (later.key, TRUE.key):
        with pytest.raises(NotProvenError):
            prove_fork(evidence, [alone])


def test_a_record_survives_its_file() -> None:
    evidence = Evidence(TRUE.note(7), FORGED.note(12), tuple(FORGED.proof(7, 12)))
    assert Evidence.decode(evidence.encode()) == evidence
    assert evidence.encode().endswith(b"\n")


def other_log(size: int) -> bytes:
    other = History.of(size)
    other.origin = "else.example.com"
    return other.note(size)


NOTHING = {
    "two sizes of one history": Evidence(TRUE.note(7), TRUE.note(12), tuple(TRUE.proof(7, 12))),
    "the same checkpoint twice": Evidence(TRUE.note(7), TRUE.note(7)),
    "no proof": Evidence(TRUE.note(7), FORGED.note(12)),
    "a proof of another size": Evidence(TRUE.note(7), FORGED.note(12), tuple(FORGED.proof(6, 12))),
    "a long proof": Evidence(TRUE.note(7), FORGED.note(12), (*FORGED.proof(7, 12), bytes(32))),
    "an endless proof": Evidence(TRUE.note(7), FORGED.note(12), (bytes(32),) * 1000),
    "a hash of 31 bytes": Evidence(TRUE.note(7), FORGED.note(12), tuple(one[:31] for one in FORGED.proof(7, 12))),
    "an honest log and a forged proof": Evidence(TRUE.note(7), TRUE.note(12), tuple(FORGED.proof(7, 12))),
    "the wrong way round": Evidence(FORGED.note(12), TRUE.note(7), tuple(FORGED.proof(7, 12))),
    "from the empty tree": Evidence(TRUE.note(0), FORGED.note(12)),
    "a stranger's fork": Evidence(TRUE.note(7), History.of(7, fork_at=0, signer=LocalSigner("x")).note(7)),
    "another log": Evidence(TRUE.note(7), other_log(7)),
    "a note that was changed": Evidence(TRUE.note(7), TRUE.note(7).replace(TRUE.note(7)[26:30], b"AAAA")),
    "no notes": Evidence(b"", b""),
}


@pytest.mark.parametrize("trick", NOTHING)
def test_what_does_not_prove_a_fork_is_not_taken_for_one(trick: str) -> None:
    key = VerifierKey("else.example.com", TRUE.signer.public_key)
    with pytest.raises(NotProvenError):
        prove_fork(Evidence.decode(NOTHING[trick].encode()), [TRUE.key, key])


GOOD = json.loads(Evidence(TRUE.note(7), FORGED.note(7)).encode())


@pytest.mark.parametrize(
    "record",
    [
        b"",
        b"[]",
        b"null",
        b"{}",
        b"\xff",
        b"[" * 100_000,
        json.dumps(GOOD | {"format": "lacre fork v2"}).encode(),
        json.dumps(GOOD | {"first": 7}).encode(),
        json.dumps(GOOD | {"first": "\ud800"}).encode(),
        json.dumps(GOOD | {"proof": None}).encode(),
        json.dumps(GOOD | {"proof": [7]}).encode(),
        json.dumps(GOOD | {"proof": ["not base64"]}).encode(),
        json.dumps(GOOD).encode() + b" " * MAXIMUM_BYTES,
    ],
)
def test_what_is_no_record_proves_nothing(record: bytes) -> None:
    with pytest.raises(NotProvenError):
        prove_fork(Evidence.decode(record), [TRUE.key])


@settings(max_examples=100)
@given(st.integers(1, 39), st.integers(1, 40), st.lists(st.binary(min_size=32, max_size=32), max_size=8))
def test_no_proof_at_all_accuses_an_honest_log(old: int, new: int, junk: list[bytes]) -> None:
    old, new = min(old, new), max(old, new)
    real = TRUE.proof(old, new)
    for proof in (junk, real, [*real, *junk], [*junk, *real], FORGED.proof(old, new), real[::-1], real[1:], real[:-1]):
        with pytest.raises(NotProvenError):
            prove_fork(Evidence(TRUE.note(old), TRUE.note(new), tuple(proof)), [TRUE.key])
