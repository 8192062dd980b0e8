"""Several kept checkpoints: each is a root of this log, or the log has two histories."""

from pathlib import Path

import pytest

from lacre.tlog.checkpoint import checkpoint_name
from lacre.verifying.questions import Question
from lacre.verifying.verdict import Verdict
from tests.unit.verifying.archives import Sealed, sealed, signed_checkpoint
from tests.unit.verifying.verified import messages, verify


@pytest.fixture
def archive() -> Sealed:
    return sealed(3, 5, 1, 8)


def kept(archive: Sealed, *sizes: int) -> tuple[bytes, ...]:
    return tuple(signed_checkpoint(size, archive.root(size)) for size in sizes)


def test_two_sizes_are_consistent_if_both_are_met(archive: Sealed, tmp_path: Path) -> None:
    question = Question(kept_checkpoints=kept(archive, 0, 1, 4, 8, 13, 17, 17))
    assert verify(archive, tmp_path, question).findings.verdict is Verdict.VERIFIED


@pytest.mark.parametrize("bad", [1, 4, 8, 13, 17])
def test_one_bad_one_among_good_ones_is_found(archive: Sealed, tmp_path: Path, bad: int) -> None:
    notes = (*kept(archive, 2, 10, 17), signed_checkpoint(bad, bytes(32)))
    assert verify(archive, tmp_path, Question(kept_checkpoints=notes)).findings.verdict is Verdict.TAMPERED


def test_two_kept_ones_of_one_size_and_two_roots(archive: Sealed, tmp_path: Path) -> None:
    notes = (signed_checkpoint(30, bytes(32)), signed_checkpoint(30, b"x" * 32))
    report = verify(archive, tmp_path, Question(kept_checkpoints=notes))
    assert report.findings.verdict is Verdict.TAMPERED
    assert "two roots for size 30" in messages(report)


@pytest.mark.parametrize("order", [1, -1])
def test_a_kept_one_beyond_the_end_concludes_nothing(archive: Sealed, tmp_path: Path, order: int) -> None:
    notes = kept(archive, 4, 17)[::order]
    for name in (archive.batch_name(9), checkpoint_name(17)):
        del archive.objects[name]
    report = verify(archive, tmp_path, Question(kept_checkpoints=notes))
    assert (report.findings.verdict, report.proven.size) == (Verdict.INCONCLUSIVE, 9)


def test_one_that_cannot_be_used_does_not_hide_the_others(archive: Sealed, tmp_path: Path) -> None:
    notes = (b"no note", signed_checkpoint(13, bytes(32)))
    report = verify(archive, tmp_path, Question(kept_checkpoints=notes))
    assert report.findings.verdict is Verdict.TAMPERED
    assert "a kept checkpoint cannot be used" in messages(report)
