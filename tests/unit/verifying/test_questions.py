"""One event, one receipt, and freshness."""

from pathlib import Path

import pytest

from lacre.tlog.receipt import read_receipt
from lacre.verifying.questions import Question
from lacre.verifying.verdict import Verdict
from tests.unit.verifying.archives import BEGIN, RECEIPT_PUBLIC, Sealed, make_event, receipt_of, receipted, sealed
from tests.unit.verifying.verified import messages, verify


@pytest.fixture
def archive() -> Sealed:
    return sealed(3, 5, 2)


def promise(text: str) -> Question:
    return Question(receipt_key=RECEIPT_PUBLIC, receipt=read_receipt(text, RECEIPT_PUBLIC))


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


def test_a_promise_that_the_log_went_on_without_is_misconduct(tmp_path: Path) -> None:
    archive = Sealed()
    archive.seal([receipted(number) for number in range(120) if number != 7])
    report = verify(archive, tmp_path, promise(receipt_of(make_event(7))))
    assert report.findings.verdict is Verdict.TAMPERED
    assert "the log left it out" in messages(report)


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
