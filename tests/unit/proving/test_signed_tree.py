"""The checkpoint is taken for signed only if a key that was in force at its size signed it."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from lacre.ports.sealing import CHECKPOINT
from lacre.proving.damage import BrokenLogError
from lacre.proving.kept_tiles import KeptTiles
from lacre.proving.signed_tree import SignedTree, signed_tree
from lacre.tlog.checkpoint import Checkpoint, checkpoint_name
from lacre.tlog.key_manifest import Generation
from lacre.tlog.note import VerifierKey, add_signature, signature_line
from tests.fakes.drafts import events
from tests.fakes.sealing import ORIGIN, MemorySealing
from tests.fakes.signer import LocalSigner

POOL = ThreadPoolExecutor(2)
SOME = events(6)
STRANGER, SECOND = LocalSigner("stranger"), LocalSigner("second")


def key_of(signer: LocalSigner, origin: str = ORIGIN) -> VerifierKey:
    return VerifierKey(origin, signer.public_key)


@pytest.fixture
def log() -> MemorySealing:
    sealing = MemorySealing()
    sealing.sealer().seal(SOME[:3])
    sealing.sealer().seal(SOME[3:5])
    return sealing


def tree_of(log: MemorySealing) -> SignedTree | None:
    return signed_tree(log.log, log.heads, KeptTiles(log.log, POOL))


def checkpoint(log: MemorySealing) -> bytes:
    return log.log.objects[CHECKPOINT]


def signed_by(log: MemorySealing, key: VerifierKey, signer: LocalSigner) -> bytes:
    tree = tree_of(log)
    assert tree is not None
    return Checkpoint(key.name, tree.size, tree.root).signed(key, signer.sign)


def test_the_tree_is_that_of_the_checkpoint(log: MemorySealing) -> None:
    tree = tree_of(log)
    assert tree is not None
    assert (tree.size, tree.note) == (5, checkpoint(log).decode())


def garbled(log: MemorySealing) -> bytes:
    note = checkpoint(log)
    return note[:-10] + (b"A" if note[-10:-9] != b"A" else b"B") + note[-9:]


def other_root(log: MemorySealing) -> bytes:
    lines = checkpoint(log).split(b"\n")
    return b"\n".join([*lines[:2], b"A" * 43 + b"=", *lines[3:]])


def by_a_stranger(log: MemorySealing) -> bytes:
    return signed_by(log, key_of(STRANGER), STRANGER)


def of_another_log(log: MemorySealing) -> bytes:
    return signed_by(log, key_of(log.signer, "other.example.com/log"), log.signer)


def an_older_one(log: MemorySealing) -> bytes:
    return log.archive.objects[checkpoint_name(3)]


def without_signature(log: MemorySealing) -> bytes:
    return checkpoint(log).partition(b"\n\n")[0] + b"\n"


@pytest.mark.parametrize(
    "forged", [garbled, other_root, by_a_stranger, of_another_log, an_older_one, without_signature]
)
def test_a_checkpoint_that_the_log_did_not_sign_for_this_size_is_a_broken_log(
    log: MemorySealing, forged: object
) -> None:
    assert callable(forged)
    log.log.objects[CHECKPOINT] = forged(log)
    with pytest.raises(BrokenLogError):
        tree_of(log)


def test_a_head_that_names_no_keys_proves_nothing(log: MemorySealing) -> None:
    log.heads.head = replace(log.heads.head, generations=())
    with pytest.raises(BrokenLogError, match="no key in force"):
        tree_of(log)


def test_the_keys_are_those_in_force_at_the_size(log: MemorySealing) -> None:
    first, second = Generation(0, (key_of(log.signer),)), (key_of(SECOND),)
    by_first, by_second = checkpoint(log), signed_by(log, key_of(SECOND), SECOND)
    for first_size, note, is_signed in ((4, by_second, True), (4, by_first, False), (5, by_first, True)):
        log.heads.head = replace(log.heads.head, generations=(first, Generation(first_size, second)))
        log.log.objects[CHECKPOINT] = note
        if is_signed:
            assert tree_of(log) is not None
        else:
            with pytest.raises(BrokenLogError):
                tree_of(log)


def test_a_cosignature_of_somebody_else_changes_nothing(log: MemorySealing) -> None:
    line = signature_line("witness.example.com", b"\1\2\3\4", bytes(72))
    log.log.objects[CHECKPOINT] = add_signature(checkpoint(log), line)
    assert tree_of(log) is not None


def test_a_log_that_goes_on_to_other_keys_while_it_is_asked_is_not_called_broken(log: MemorySealing) -> None:
    old = log.heads.head
    log.sealer().seal(SOME[5:])
    grown = replace(log.heads.head, generations=(*old.generations, Generation(5, (key_of(SECOND),))))
    log.heads.head = grown
    tree = SignedTree(KeptTiles(log.log, POOL), "", 6, bytes(32))
    log.log.objects[CHECKPOINT] = Checkpoint(ORIGIN, tree.size, tree.root).signed(key_of(SECOND), SECOND.sign)
    log.heads.head = old

    def grow(step: str) -> None:
        if step == "before log.get":
            log.heads.head = grown

    log.steps.between = grow
    found = tree_of(log)
    assert found is not None
    assert found.size == 6
