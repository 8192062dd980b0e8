"""What somebody who can add, remove or replace objects might try: cut tails, forged checkpoints, replays, orphans."""

from pathlib import Path

import pytest

from lacre.tlog.batch import encode_batch
from lacre.tlog.checkpoint import checkpoint_name
from lacre.tlog.hashing import EMPTY_ROOT
from lacre.tlog.note import VerifierKey
from lacre.verifying.questions import Question
from lacre.verifying.verdict import Verdict
from tests.unit.verifying.archives import (
    KEY,
    LOG_KEY,
    RECEIPT_PUBLIC,
    Sealed,
    private_key,
    sealed,
    signed_checkpoint,
)
from tests.unit.verifying.verified import messages, verify


@pytest.fixture
def archive() -> Sealed:
    return sealed(3, 5, 1, 8)


def asked(kept: bytes) -> Question:
    return Question(receipt_keys=(RECEIPT_PUBLIC,), kept_checkpoints=(kept,))


def cut_tail(archive: Sealed) -> bytes:
    """Remove the last batch and checkpoint; what an auditor kept of the checkpoint is given back."""
    del archive.objects[archive.batch_name(9)]
    return archive.objects.pop(checkpoint_name(17))


def test_a_cut_tail_without_a_kept_checkpoint_is_a_smaller_log(archive: Sealed, tmp_path: Path) -> None:
    cut_tail(archive)
    report = verify(archive, tmp_path)
    assert (report.findings.verdict, report.proven.size) == (Verdict.VERIFIED, 9)


def test_a_kept_checkpoint_shows_a_cut_tail(archive: Sealed, tmp_path: Path) -> None:
    report = verify(archive, tmp_path, asked(cut_tail(archive)))
    assert report.findings.verdict is Verdict.INCONCLUSIVE
    assert "a checkpoint of size 17 is signed; the batches end at 9" in messages(report)


def test_a_kept_checkpoint_inside_the_log_is_met(archive: Sealed, tmp_path: Path) -> None:
    # A size at which no batch ends: an auditor may keep a checkpoint that the archive does not have.
    assert (
        verify(archive, tmp_path, asked(signed_checkpoint(13, archive.root(13)))).findings.verdict is Verdict.VERIFIED
    )


@pytest.mark.parametrize("size", [3, 9, 13, 17])
def test_a_kept_checkpoint_with_another_root_is_tampering(archive: Sealed, tmp_path: Path, size: int) -> None:
    report = verify(archive, tmp_path, asked(signed_checkpoint(size, bytes(32))))
    assert report.findings.verdict is Verdict.TAMPERED
    expected = "two roots for size" if size in (3, 9, 17) else "do not have the root that was signed for size 13"
    assert expected in messages(report)


def test_a_kept_checkpoint_of_another_key_concludes_nothing(archive: Sealed, tmp_path: Path) -> None:
    note = signed_checkpoint(9, archive.root(9), private_key("another"))
    assert verify(archive, tmp_path, asked(note)).findings.verdict is Verdict.INCONCLUSIVE


def test_a_checkpoint_without_its_batch_concludes_nothing(archive: Sealed, tmp_path: Path) -> None:
    del archive.objects[archive.batch_name(9)]
    assert verify(archive, tmp_path).findings.verdict is Verdict.INCONCLUSIVE


def test_removed_newest_checkpoints_conclude_nothing(archive: Sealed, tmp_path: Path) -> None:
    del archive.objects[checkpoint_name(9)]
    del archive.objects[checkpoint_name(17)]
    report = verify(archive, tmp_path)
    assert (report.findings.verdict, report.proven.size) == (Verdict.INCONCLUSIVE, 8)
    assert "leaves from 8 on lie beyond the last checkpoint" in messages(report)


def test_a_removed_checkpoint_in_the_middle_concludes_nothing(archive: Sealed, tmp_path: Path) -> None:
    del archive.objects[checkpoint_name(8)]
    report = verify(archive, tmp_path)
    assert (report.findings.verdict, report.proven.size) == (Verdict.INCONCLUSIVE, 17)
    assert f"{checkpoint_name(8)} is not in the copy" in messages(report)


def test_all_checkpoints_removed_conclude_nothing(archive: Sealed, tmp_path: Path) -> None:
    for size in (3, 8, 9, 17):
        del archive.objects[checkpoint_name(size)]
    assert verify(archive, tmp_path).findings.verdict is Verdict.INCONCLUSIVE


@pytest.mark.parametrize("start", [0, 3, 8])
def test_a_batch_gone_from_the_middle_is_tampering(archive: Sealed, tmp_path: Path, start: int) -> None:
    del archive.objects[archive.batch_name(start)]
    report = verify(archive, tmp_path)
    assert (report.findings.verdict, report.findings.first_bad_leaf) == (Verdict.TAMPERED, start)


def test_a_forged_checkpoint_is_tampering(archive: Sealed, tmp_path: Path) -> None:
    # The right key id over a wrong signature: somebody claims to be the log.
    note = archive.objects[checkpoint_name(9)].decode()
    archive.objects[checkpoint_name(9)] = note.replace("\n9\n", "\n8\n").encode()
    report = verify(archive, tmp_path)
    assert report.findings.verdict is Verdict.TAMPERED
    assert "the signature is not that of the text" in messages(report)


def test_an_unsigned_checkpoint_is_tampering(archive: Sealed, tmp_path: Path) -> None:
    note = archive.objects[checkpoint_name(9)]
    archive.objects[checkpoint_name(9)] = note[: note.index(b"\n\n") + 1]
    assert verify(archive, tmp_path).findings.verdict is Verdict.TAMPERED


def test_a_checkpoint_of_an_unknown_key_concludes_nothing(archive: Sealed, tmp_path: Path) -> None:
    stranger = private_key("a stranger")
    key = VerifierKey(KEY.name, stranger.public_key().public_bytes_raw())
    archive.objects[checkpoint_name(17)] = signed_checkpoint(17, archive.root(), stranger, key)
    assert verify(archive, tmp_path).findings.verdict is Verdict.INCONCLUSIVE


def test_the_wrong_key_concludes_nothing(archive: Sealed, tmp_path: Path) -> None:
    key = VerifierKey(KEY.name, private_key("a stranger").public_key().public_bytes_raw())
    assert verify(archive, tmp_path, keys=[key]).findings.verdict is Verdict.INCONCLUSIVE


def test_a_checkpoint_of_another_origin_under_our_key_is_tampering(archive: Sealed, tmp_path: Path) -> None:
    note = signed_checkpoint(9, archive.root(9), LOG_KEY, KEY).decode()
    other = note.replace(KEY.name, "other.example.com", 1)
    archive.objects[checkpoint_name(9)] = other.encode()
    assert verify(archive, tmp_path).findings.verdict is Verdict.TAMPERED


def test_a_moved_checkpoint_is_tampering(archive: Sealed, tmp_path: Path) -> None:
    archive.objects[checkpoint_name(12)] = archive.objects[checkpoint_name(9)]
    assert f"{checkpoint_name(12)} holds the checkpoint of size 9" in messages(verify(archive, tmp_path))


def test_a_signed_root_that_is_not_the_archives_is_tampering(archive: Sealed, tmp_path: Path) -> None:
    archive.objects[checkpoint_name(9)] = signed_checkpoint(9, bytes(32))
    report = verify(archive, tmp_path)
    assert (report.findings.verdict, report.findings.first_bad_leaf) == (Verdict.TAMPERED, 8)


def test_a_root_signed_for_no_leaves_is_that_of_the_empty_tree(archive: Sealed, tmp_path: Path) -> None:
    archive.objects[checkpoint_name(0)] = signed_checkpoint(0, EMPTY_ROOT)
    assert verify(archive, tmp_path).findings.verdict is Verdict.VERIFIED
    archive.objects[checkpoint_name(0)] = signed_checkpoint(0, bytes(32))
    assert verify(archive, tmp_path).findings.verdict is Verdict.TAMPERED


def test_a_replayed_last_batch_is_named(archive: Sealed, tmp_path: Path) -> None:
    content = archive.objects[archive.batch_name(9)]
    replayed = encode_batch(17, archive.events[9:])
    assert replayed.content == content
    archive.put(replayed)
    report = verify(archive, tmp_path)
    assert (report.findings.verdict, report.findings.first_bad_leaf) == (Verdict.TAMPERED, 17)


def test_a_batch_that_starts_inside_another_is_tampering(archive: Sealed, tmp_path: Path) -> None:
    archive.put(encode_batch(5, archive.events[5:8]))
    report = verify(archive, tmp_path)
    assert (report.findings.verdict, report.findings.first_bad_leaf) == (Verdict.TAMPERED, 5)
