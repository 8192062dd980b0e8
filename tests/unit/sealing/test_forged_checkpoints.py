"""A checkpoint in the public log counts if a key in force signed it: a forged one neither stops nor forks the log."""

import pytest

from lacre.ports.sealing import CHECKPOINT, Head
from lacre.sealing.beginning import LostHeadError, TwoRootsError
from lacre.tlog.checkpoint import Checkpoint, checkpoint_name
from lacre.tlog.note import VerifierKey
from tests.fakes.drafts import events
from tests.fakes.sealing import ORIGIN, MemorySealing
from tests.fakes.signer import LocalSigner
from tests.unit.sealing.rotating import SIGNERS, Operator
from tests.unit.sealing.wholeness import check_whole, ids

SOME = list(events(30))
THIEF = LocalSigner("another key")
ROOT = b"\x07" * 32


def sealed() -> MemorySealing:
    log = MemorySealing()
    log.sealer().seal(SOME[:10])
    log.sealer().seal(SOME[10:20])
    return log


def note(size: int, signer: LocalSigner, root: bytes = ROOT) -> bytes:
    return Checkpoint(ORIGIN, size, root).signed(VerifierKey(ORIGIN, signer.public_key), signer.sign)


@pytest.mark.parametrize("size", [0, 5, 20, 21, 10**12])
@pytest.mark.parametrize("signed", [True, False])
def test_one_that_no_key_in_force_signed_is_put_right_at_once_and_told_of(size: int, signed: bool) -> None:
    log = sealed()
    right = log.log.objects[CHECKPOINT]
    forged = note(size, THIEF) if signed else note(size, log.signer)[:-8] + b"AAAAAA=\n"
    log.log.damage(CHECKPOINT, forged)
    log.sealer().finish()
    assert (log.log.objects[CHECKPOINT], log.repaired) == (right, [CHECKPOINT])
    log.sealer().seal(SOME[20:])
    check_whole(log, ids(SOME))


def test_one_before_the_first_leaf_keeps_no_log_from_beginning() -> None:
    log = MemorySealing()
    log.log.damage(CHECKPOINT, note(10**12, THIEF))
    log.sealer().seal(SOME[:3])
    assert log.repaired == [CHECKPOINT]
    check_whole(log, ids(SOME[:3]))


def test_another_sealer_that_publishes_meanwhile_is_not_written_over() -> None:
    log = sealed()
    log.log.damage(CHECKPOINT, note(99, THIEF))

    def intrude(name: str) -> None:
        if name == "before log.put":
            log.steps.between = None
            log.log.objects[CHECKPOINT] = log.archive.objects[checkpoint_name(20)]
            log.sealer().seal(SOME[20:])

    log.steps.between = intrude
    log.sealer().finish()
    check_whole(log, ids(SOME))


@pytest.mark.parametrize("size", [21, 10**12])
def test_a_larger_one_that_is_signed_means_a_lost_head(size: int) -> None:
    log = sealed()
    log.log.damage(CHECKPOINT, note(size, log.signer))
    with pytest.raises(LostHeadError):
        log.sealer().seal(SOME[20:])


def test_another_root_for_the_same_size_is_loud() -> None:
    log = sealed()
    log.log.damage(CHECKPOINT, note(20, log.signer))
    before = dict(log.archive.objects)
    with pytest.raises(TwoRootsError):
        log.sealer().seal(SOME[20:])
    assert log.archive.objects == before


def test_a_forged_one_in_the_archive_too_does_not_look_like_a_lost_head() -> None:
    log = sealed()
    log.log.damage(CHECKPOINT, note(10**12, THIEF))
    log.archive.objects[checkpoint_name(10**12)] = note(10**12, THIEF)
    log.archive.objects["checkpoints/other"] = b""
    log.sealer().seal(SOME[20:])
    check_whole(log, ids(SOME))


def test_a_forged_one_hides_no_lost_head() -> None:
    for head in (Head(), sealed_to_ten()):
        log = sealed()
        log.heads.head = head
        log.log.damage(CHECKPOINT, note(7, THIEF))
        with pytest.raises(LostHeadError):
            log.sealer().finish()


def sealed_to_ten() -> Head:
    log = MemorySealing()
    log.sealer().seal(SOME[:10])
    return log.heads.head


def test_an_older_head_that_knows_none_of_the_later_keys_is_a_lost_one() -> None:
    """Its own keys signed the checkpoint that followed it."""
    operator = Operator()
    operator.rotate("ab")
    old = operator.log.heads.head
    for keys in ("b", "bc", "c"):
        operator.rotate(keys)
    operator.log.heads.head = old
    with pytest.raises(LostHeadError):
        operator.log.sealer(signers=[SIGNERS["a"], SIGNERS["b"]]).finish()


def test_a_checkpoint_of_a_retired_key_is_a_forged_one() -> None:
    operator = Operator()
    operator.rotate("b")
    right = operator.log.log.objects[CHECKPOINT]
    operator.deliver(SOME[:1])
    log = operator.log
    right = log.log.objects[CHECKPOINT]
    log.log.damage(CHECKPOINT, note(50, SIGNERS["a"]))
    log.sealer().finish()
    assert (log.log.objects[CHECKPOINT], log.repaired) == (right, [CHECKPOINT])


def test_it_costs_one_request_as_long_as_nothing_is_wrong() -> None:
    log = sealed()
    sealer = log.sealer()
    sealer.finish()
    before = len(log.steps.names)
    sealer.finish()
    assert log.steps.names[before::2] == ["before log.get", "before head.read"]
