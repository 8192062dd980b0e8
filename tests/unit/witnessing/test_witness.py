"""A witness by the statuses of https://c2sp.org/tlog-witness: what it cosigns, and all that it refuses."""

import pytest

from lacre.ports.errors import SignerUnavailableError, StoreUnavailableError
from lacre.tlog.checkpoint import Checkpoint
from lacre.tlog.cosignature import Cosignature, open_cosignatures
from lacre.tlog.hashing import EMPTY_ROOT
from lacre.tlog.note import add_signature, open_note, sign_note, signature_line
from lacre.witnessing.answer import Answer
from lacre.witnessing.witness import hash_of
from tests.fakes.crash import Killed
from tests.fakes.signer import LocalSigner
from tests.fakes.witnessing import ORIGIN, WITNESS, History, MemoryWitness, request

LOG = History.of(20)


@pytest.fixture
def one() -> MemoryWitness:
    return MemoryWitness().knowing(LOG.key)


def show(one: MemoryWitness, old: int, new: int, log: History = LOG) -> Answer:
    return one.witness.add_checkpoint(log.request(old, new))


def cosignature(one: MemoryWitness, answer: Answer, note: bytes) -> Cosignature:
    assert answer.status == 200, answer
    _, found = open_cosignatures(note + answer.body.encode(), [one.witness.key])
    return found[0]


def test_the_first_checkpoint_is_cosigned(one: MemoryWitness) -> None:
    answer = show(one, 0, 7)
    found = cosignature(one, answer, LOG.note(7))
    assert answer.body.startswith(f"— {WITNESS} ")
    assert answer.body.endswith("\n")
    assert abs(found.time - one.clock.now() // 1000) <= 1


@pytest.mark.parametrize("sizes", [(1, 2, 3), (1, 20), (8, 16, 17), (7, 8, 9, 20), (20, 20), (5, 5, 6)])
def test_what_follows_is_cosigned(one: MemoryWitness, sizes: tuple[int, ...]) -> None:
    for old, new in zip((0, *sizes), sizes, strict=False):
        cosignature(one, show(one, old, new), LOG.note(new))


def test_every_step_between_small_sizes_is_cosigned() -> None:
    for old in range(21):
        for new in range(max(old, 1), 21):
            one = MemoryWitness().knowing(LOG.key)
            if old:
                show(one, 0, old)
            assert show(one, old, new).status == 200, (old, new)


def test_an_empty_tree_comes_before_any(one: MemoryWitness) -> None:
    assert show(one, 0, 0).status == 200
    assert show(one, 0, 0).status == 200
    assert show(one, 0, 5).status == 200


def test_an_empty_tree_has_one_root(one: MemoryWitness) -> None:
    note = Checkpoint(ORIGIN, 0, bytes(32)).signed(LOG.key, LOG.signer.sign)
    assert note != LOG.note(0)
    assert LOG.root(0) == EMPTY_ROOT
    assert one.witness.add_checkpoint(request(0, [], note)).status == 422


def test_a_wrong_old_size_is_told_the_right_one(one: MemoryWitness) -> None:
    assert show(one, 3, 7) == Answer(409, "0\n", "text/x.tlog.size")
    show(one, 0, 7)
    for old, new in ((0, 7), (0, 20), (3, 7), (6, 20), (8, 20)):
        assert show(one, old, new) == Answer(409, "7\n", "text/x.tlog.size")


def test_a_replay_changes_nothing(one: MemoryWitness) -> None:
    show(one, 0, 7)
    show(one, 7, 12)
    for old, new in ((0, 7), (7, 12), (0, 12)):
        assert show(one, old, new) == Answer(409, "12\n", "text/x.tlog.size")
    assert not one.memory.evidence


def test_a_rolled_back_log_is_told_what_was_seen(one: MemoryWitness) -> None:
    show(one, 0, 12)
    assert show(one, 7, 9) == Answer(409, "12\n", "text/x.tlog.size")
    assert one.witness.add_checkpoint(request(12, [], LOG.note(7))).status == 400


def test_an_unknown_log_is_not_found(one: MemoryWitness) -> None:
    other = History.of(5)
    other.origin = "else.example.com/log"
    assert show(one, 0, 5, other).status == 404
    one.logs = {}
    assert show(one, 0, 5).status == 404


def test_a_checkpoint_that_the_log_did_not_sign_is_forbidden(one: MemoryWitness) -> None:
    assert show(one, 0, 5, History.of(5, signer=LocalSigner("another"))).status == 403
    assert not one.memory.logs


@pytest.mark.parametrize("first", ["wrong", "right"])
def test_a_wrong_signature_of_a_known_key_is_forbidden(one: MemoryWitness, first: str) -> None:
    wrong = signature_line(ORIGIN, LOG.key.key_id, LOG.signer.sign(b"something else"))
    text, _, right = LOG.note(5).decode().partition("\n\n")
    lines = wrong + right if first == "wrong" else right + wrong
    assert one.witness.add_checkpoint(request(0, [], f"{text}\n\n{lines}".encode())).status == 403


def test_a_key_that_replaces_another_goes_on_where_that_one_was(one: MemoryWitness) -> None:
    new = History(LOG.leaves, LocalSigner("the next key"))
    show(one, 0, 7)
    assert show(one, 7, 12, new).status == 403
    one.knowing(LOG.key, new.key)
    assert show(one, 7, 12, new).status == 200
    one.knowing(new.key)
    assert show(one, 12, 13).status == 403
    assert show(one, 12, 15, new).status == 200


def test_signatures_that_are_not_the_logs_are_neither_needed_nor_kept(one: MemoryWitness) -> None:
    padding = "".join(signature_line(f"stranger{at}.example.com", bytes(4), bytes(64)) for at in range(300))
    answer = one.witness.add_checkpoint(request(0, [], LOG.note(5) + padding.encode() + LOG.note(5).split(b"\n\n")[1]))
    assert answer.status == 200
    kept = one.memory.logs[hash_of(ORIGIN)].note
    assert kept == LOG.note(5) + answer.body.encode()


def test_extension_lines_are_cosigned_as_they_are(one: MemoryWitness) -> None:
    text = Checkpoint(ORIGIN, 5, LOG.root(5)).text() + "an extension\n"
    note = sign_note(text, LOG.key, LOG.signer.sign)
    cosignature(one, one.witness.add_checkpoint(request(0, [], note)), note)
    # Other extensions are no other tree: the root is what is compared.
    assert show(one, 5, 5).status == 200
    assert not one.memory.evidence


@pytest.mark.parametrize(
    "proof",
    [[], [bytes(32)], LOG.proof(7, 12)[:-1], [*LOG.proof(7, 12), bytes(32)], LOG.proof(6, 12), LOG.proof(7, 12)[::-1]],
    ids=["none", "zeros", "short", "long", "of another size", "reversed"],
)
def test_without_its_proof_a_larger_checkpoint_is_refused(one: MemoryWitness, proof: list[bytes]) -> None:
    show(one, 0, 7)
    assert one.witness.add_checkpoint(request(7, proof, LOG.note(12))).status == 422
    assert one.memory.logs[hash_of(ORIGIN)].size == 7
    assert show(one, 7, 12).status == 200


@pytest.mark.parametrize("size", [5, 7])
def test_a_proof_from_nothing_or_to_itself_is_empty(one: MemoryWitness, size: int) -> None:
    assert one.witness.add_checkpoint(request(0, [bytes(32)], LOG.note(size))).status == 422
    show(one, 0, size)
    assert one.witness.add_checkpoint(request(size, [bytes(32)], LOG.note(size))).status == 422
    assert not one.memory.evidence


def test_the_latest_checkpoint_can_be_read(one: MemoryWitness) -> None:
    assert one.witness.checkpoint(hash_of(ORIGIN)).status == 404
    show(one, 0, 7)
    answer = show(one, 7, 9)
    told = one.witness.checkpoint(hash_of(ORIGIN))
    assert told.status == 200
    assert told.body.encode() == add_signature(LOG.note(9), answer.body)
    assert open_note(told.body.encode(), LOG.key).startswith(ORIGIN)


def test_a_key_that_is_away_moves_nothing(one: MemoryWitness) -> None:
    show(one, 0, 7)
    one.signer.is_away = True
    with pytest.raises(SignerUnavailableError):
        show(one, 7, 9)
    one.signer.is_away = False
    assert show(one, 7, 9).status == 200


def test_no_cosignature_leaves_that_is_not_remembered(one: MemoryWitness) -> None:
    one.memory.is_away = True
    with pytest.raises(StoreUnavailableError):
        show(one, 0, 7)
    assert not one.memory.logs


def test_killed_at_any_step_it_can_be_asked_again() -> None:
    whole = MemoryWitness().knowing(LOG.key)
    show(whole, 0, 7)
    begin = len(whole.memory.steps.names)
    show(whole, 7, 12)
    for fatal in range(begin, len(whole.memory.steps.names)):
        one = MemoryWitness().knowing(LOG.key)
        show(one, 0, 7)
        one.memory.steps.fatal = fatal
        with pytest.raises(Killed):
            show(one, 7, 12)
        one.memory.steps.fatal = None
        first = show(one, 7, 12)
        again = first if first.status == 200 else show(one, 12, 12)
        assert first.status == 200 or first == Answer(409, "12\n", "text/x.tlog.size")
        cosignature(one, again, LOG.note(12))


def test_of_two_at_once_the_slower_is_refused(one: MemoryWitness) -> None:
    show(one, 0, 7)
    faster: list[Answer] = []

    def overtake(step: str) -> None:
        if step == "before memory.replace" and not faster:
            faster.append(Answer(0, ""))
            faster[0] = show(one, 7, 15)

    one.memory.steps.between = overtake
    assert show(one, 7, 12) == Answer(409, "15\n", "text/x.tlog.size")
    assert faster[0].status == 200
    assert one.memory.logs[hash_of(ORIGIN)].size == 15


def test_two_at_once_from_nothing_do_not_both_begin(one: MemoryWitness) -> None:
    forged = History.of(20, fork_at=0)
    told: list[int] = []

    def overtake(step: str) -> None:
        if step == "before memory.replace" and not told:
            told.append(0)
            told[0] = show(one, 0, 9, forged).status

    one.memory.steps.between = overtake
    assert show(one, 0, 9) == Answer(409, "9\n", "text/x.tlog.size")
    assert told == [200]
