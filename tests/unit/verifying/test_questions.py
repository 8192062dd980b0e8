"""One event, one receipt, and freshness."""

from itertools import pairwise
from pathlib import Path

import pytest

from lacre.tlog.checkpoint import checkpoint_name
from lacre.tlog.receipt import read_receipt
from lacre.verifying.questions import Question
from lacre.verifying.verdict import Verdict
from tests.unit.verifying.archives import (
    BEGIN,
    RECEIPT_PUBLIC,
    Sealed,
    make_event,
    receipt_of,
    receipted,
    sealed,
    with_body,
    write_directory,
)
from tests.unit.verifying.verified import messages, verify, verify_path


@pytest.fixture
def archive() -> Sealed:
    return sealed(3, 5, 2)


def promise(text: str) -> Question:
    return Question(receipt_keys=(RECEIPT_PUBLIC,), receipt=read_receipt(text, RECEIPT_PUBLIC))


def test_an_event_is_located(archive: Sealed, tmp_path: Path) -> None:
    report = verify(archive, tmp_path, Question(event_id=archive.events[4].event.header.id))
    assert report.findings.verdict is Verdict.VERIFIED
    assert "leaf 4," in report.answers[0]
    assert archive.batch_name(3) in report.answers[0]


def test_an_event_that_is_not_there_concludes_nothing(archive: Sealed, tmp_path: Path) -> None:
    report = verify(archive, tmp_path, Question(event_id=make_event(99).header.id))
    assert report.findings.verdict is Verdict.INCONCLUSIVE


def test_an_event_beyond_the_last_checkpoint_is_not_located(archive: Sealed, tmp_path: Path) -> None:
    archive.seal([receipted(10)])
    del archive.objects[max(name for name in archive.objects if name.startswith("checkpoints/"))]
    report = verify(archive, tmp_path, Question(event_id=archive.events[10].event.header.id))
    assert "not found" in report.answers[0]


def test_a_kept_promise_is_redeemed(archive: Sealed, tmp_path: Path) -> None:
    report = verify(archive, tmp_path, promise(archive.events[9].receipt))
    assert report.findings.verdict is Verdict.VERIFIED
    assert "redeemed by leaf 9" in report.answers[0]


def without(left_out: int, *sizes: int) -> Sealed:
    """An archive of batches that end after so many events, of which one was never sealed."""
    archive = Sealed()
    for low, high in pairwise((0, *sizes)):
        archive.seal([receipted(number) for number in range(low, high) if number != left_out])
    return archive


def test_a_promise_that_the_log_went_on_without_is_misconduct(tmp_path: Path) -> None:
    report = verify(without(7, 68, 120), tmp_path, promise(receipt_of(make_event(7))))
    assert report.findings.verdict is Verdict.TAMPERED
    assert "two batches of the log hold events that were recorded since" in messages(report)
    assert "broken" in report.answers[0]


@pytest.mark.parametrize("sizes", [(120,), (67, 120), (60, 67, 68)])
def test_one_batch_recorded_after_the_deadline_accuses_nobody(tmp_path: Path, sizes: tuple[int, ...]) -> None:
    # The promise was for second 67. The clock that wrote that batch's times may have been fast.
    report = verify(without(7, *sizes), tmp_path, promise(receipt_of(make_event(7))))
    assert report.findings.verdict is Verdict.INCONCLUSIVE
    assert "no two batches hold events that were recorded since" in messages(report)


def test_a_worse_copy_does_not_hide_a_broken_promise(tmp_path: Path) -> None:
    archive = without(7, 68, 120)
    archive.seal([receipted(number) for number in range(120, 125)])
    del archive.objects[checkpoint_name(124)]
    report = verify(archive, tmp_path / "no end", promise(receipt_of(make_event(7))))
    assert report.findings.verdict is Verdict.TAMPERED
    assert "broken" in report.answers[0]
    (write_directory(archive, tmp_path / "copy") / "versions.json").unlink()
    unlisted = verify_path(tmp_path / "copy", promise(receipt_of(make_event(7))))
    assert unlisted.findings.verdict is Verdict.TAMPERED


def test_leaves_that_are_not_proven_do_not_break_a_promise(tmp_path: Path) -> None:
    archive = without(7, 68, 120)
    del archive.objects[checkpoint_name(119)]
    report = verify(archive, tmp_path, promise(receipt_of(make_event(7))))
    assert (report.findings.verdict, report.proven.size) == (Verdict.INCONCLUSIVE, 67)


def test_a_promise_is_not_called_broken_by_a_log_that_was_edited(tmp_path: Path) -> None:
    archive = without(7, 68, 120)
    archive.events[30] = with_body(archive.events[30], b"{}")
    archive.rewrite(0, archive.events[:67])
    report = verify(archive, tmp_path, promise(receipt_of(make_event(7))))
    assert report.findings.verdict is Verdict.TAMPERED
    assert "broken" not in report.answers[0]


def test_the_two_batches_need_not_be_the_last(tmp_path: Path) -> None:
    archive = without(7, 68, 120)
    archive.seal([receipted(7000)])  # a fast clock
    archive.seal([receipted(121)])
    late = verify(archive, tmp_path, promise(receipt_of(make_event(7))))
    assert late.findings.verdict is Verdict.TAMPERED


def test_a_promise_that_is_not_due_concludes_nothing(archive: Sealed, tmp_path: Path) -> None:
    report = verify(archive, tmp_path, promise(receipt_of(make_event(10))))
    assert report.findings.verdict is Verdict.INCONCLUSIVE


def test_a_promise_of_other_bytes_is_tampering(archive: Sealed, tmp_path: Path) -> None:
    report = verify(archive, tmp_path, promise(receipt_of(make_event(5, job="another"))))
    assert (report.findings.verdict, report.findings.first_bad_leaf) == (Verdict.TAMPERED, 5)


def test_freshness_is_the_newest_events(archive: Sealed, tmp_path: Path) -> None:
    newest = BEGIN + 9_000
    assert verify(archive, tmp_path, Question(not_older_than=newest)).findings.verdict is Verdict.VERIFIED
    stale = verify(archive, tmp_path, Question(not_older_than=newest + 1))
    assert stale.findings.verdict is Verdict.INCONCLUSIVE
    assert "stale" in messages(stale)


def test_an_event_in_the_verifier_s_future_does_not_pass_for_fresh(archive: Sealed, tmp_path: Path) -> None:
    newest = BEGIN + 9_000
    near = Question(not_older_than=newest - 180_000, as_of=newest - 120_000)
    assert verify(archive, tmp_path, near).findings.verdict is Verdict.VERIFIED
    report = verify(archive, tmp_path, Question(not_older_than=newest - 180_000, as_of=newest - 120_001))
    assert report.findings.verdict is Verdict.INCONCLUSIVE
    assert "one of the clocks is wrong, and how fresh the log is cannot be told" in messages(report)


def test_clocks_that_disagree_from_batch_to_batch_are_no_fault(tmp_path: Path) -> None:
    archive = sealed(2)
    for numbers in ([90, 91], [2, 3], [-3_600, 4], [86_400], [5]):
        archive.seal([receipted(number) for number in numbers])
    report = verify(archive, tmp_path)
    assert (report.findings.verdict, report.proven.size) == (Verdict.VERIFIED, 10)
    assert report.newest == BEGIN + 86_400_000
