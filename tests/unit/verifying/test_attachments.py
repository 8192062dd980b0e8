"""Attachments of a copy: each is what its name says, and each that the log names is there."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from lacre.model import canonical
from lacre.model.canonical import JsonObject
from lacre.model.composition import Stamp, compose
from lacre.model.draft import Draft
from lacre.model.event import ReceiptedEvent
from lacre.model.vocabulary import EventSource
from lacre.tlog.attachment import MAXIMUM_BYTES, Attachment, Reference, reference_in
from lacre.verifying.questions import Question
from lacre.verifying.verdict import Verdict
from tests.fakes.drafts import CLERK
from tests.unit.verifying.archives import BEGIN, Sealed, receipt_of, receipted, sealed, write_zip
from tests.unit.verifying.verified import messages, verify, verify_path

KEPT = Attachment.of(canonical.encode({"deltas": [{"symbol": "ALUMINUM"}] * 2_000}))
ORPHAN = Attachment.of(canonical.encode({"deltas": []}))
NAMING = 3
"""The leaf that names the attachment."""


def event_with(body: JsonObject | str | None, number: int = NAMING) -> ReceiptedEvent:
    draft = Draft("CREATE_AGENT", CLERK, EventSource.API, "a-1", "192.0.2.1", request={"body": body, "method": "POST"})
    event = compose(draft, Stamp.of(BEGIN + number * 1000, bytes([number]) * Stamp.ENTROPY_BYTES))
    return ReceiptedEvent(event, receipt_of(event))


def log_with(body: JsonObject | str | None = None) -> Sealed:
    archive = sealed(3)
    archive.seal([event_with(KEPT.reference if body is None else body), receipted(4), receipted(5)])
    archive.objects[KEPT.name] = KEPT.content
    return archive


Questions = pytest.mark.parametrize("question", [None, Question(), Question(deep=True)], ids=["keys", "usual", "deep"])


@Questions
def test_what_is_there_is_counted(tmp_path: Path, question: Question | None) -> None:
    report = verify(log_with(), tmp_path, question)
    assert (report.findings.verdict, report.attachments) == (Verdict.VERIFIED, 1)


def test_of_a_zip_too(tmp_path: Path) -> None:
    report = verify_path(write_zip(log_with(), tmp_path / "copy.zip"), Question())
    assert (report.findings.verdict, report.attachments) == (Verdict.VERIFIED, 1)


@Questions
@pytest.mark.parametrize("content", [KEPT.content[:-1], KEPT.content.replace(b"ALU", b"CUP"), b""])
def test_an_altered_one_is_tampering(tmp_path: Path, content: bytes, question: Question | None) -> None:
    archive = log_with()
    archive.objects[KEPT.name] = content
    report = verify(archive, tmp_path, question)
    assert (report.findings.verdict, report.findings.first_bad_leaf) == (Verdict.TAMPERED, NAMING)


@Questions
def test_one_that_is_gone_without_a_trace_is_tampering(tmp_path: Path, question: Question | None) -> None:
    archive = log_with()
    del archive.objects[KEPT.name]
    report = verify(archive, tmp_path, question)
    assert (report.findings.verdict, report.findings.first_bad_leaf) == (Verdict.TAMPERED, NAMING)
    assert KEPT.name in messages(report)


def test_one_that_was_not_copied_is_no_conclusion(tmp_path: Path) -> None:
    archive = log_with()
    listing = archive.listing()
    del archive.objects[KEPT.name]
    assert verify(archive, tmp_path, listing=listing).findings.verdict is Verdict.INCONCLUSIVE


def test_nor_is_one_that_is_missing_where_there_is_no_listing(tmp_path: Path) -> None:
    archive = log_with()
    del archive.objects[KEPT.name]
    verify(archive, tmp_path)
    (tmp_path / "copy" / "versions.json").unlink()
    report = verify_path(tmp_path / "copy", Question())
    assert report.findings.verdict is Verdict.INCONCLUSIVE
    assert f"{KEPT.name}, which leaf {NAMING} names, is not in the copy" in messages(report)


@pytest.mark.parametrize("where", ["Versions", "DeleteMarkers"])
def test_one_that_was_overwritten_or_deleted_is_tampering(tmp_path: Path, where: str) -> None:
    archive = log_with()
    listing = archive.listing()
    listing[where].append({"Key": KEPT.name})
    assert verify(archive, tmp_path, listing=listing).findings.verdict is Verdict.TAMPERED


def test_one_that_no_event_names_is_harmless(tmp_path: Path) -> None:
    archive = log_with()
    archive.objects[ORPHAN.name] = ORPHAN.content
    report = verify(archive, tmp_path)
    assert (report.findings.verdict, report.attachments) == (Verdict.VERIFIED, 2)


def test_one_larger_than_any_is_not_read(tmp_path: Path) -> None:
    archive = log_with()
    archive.objects[ORPHAN.name] = bytes(MAXIMUM_BYTES + 1)
    assert verify(archive, tmp_path).findings.verdict is Verdict.INCONCLUSIVE


def test_another_length_than_the_event_says_is_tampering(tmp_path: Path) -> None:
    report = verify(log_with({**KEPT.reference, "bytes": 7}), tmp_path)
    assert (report.findings.verdict, report.findings.first_bad_leaf) == (Verdict.TAMPERED, NAMING)


@pytest.mark.parametrize(
    "body",
    [
        ORPHAN.loss,
        {**ORPHAN.reference, "more": 1},
        {**ORPHAN.reference, "attachment": ORPHAN.sha256.upper()},
        {**ORPHAN.reference, "bytes": True},
        {"attachment": ORPHAN.sha256},
        {"attachment": {"attachment": ORPHAN.sha256, "bytes": 1}, "bytes": 1},
        f'"request":{{"body":{{"attachment":"{ORPHAN.sha256}","bytes":13}}}}',
    ],
)
def test_what_only_looks_like_a_name_names_nothing(tmp_path: Path, body: JsonObject | str) -> None:
    assert verify(log_with(body), tmp_path).findings.verdict is Verdict.VERIFIED


@pytest.mark.parametrize("cut", [lambda body: body[:-1], lambda body: body + b" ", lambda body: b"[" * 10 + body])
def test_bytes_that_are_no_body_name_nothing(cut: Callable[[bytes], bytes]) -> None:
    body = event_with(KEPT.reference).event.body_bytes
    assert reference_in(body) == Reference(KEPT.name, len(KEPT.content))
    assert reference_in(cut(body)) is None


def test_a_body_that_was_changed_is_told_and_what_it_names_is_not_looked_for(tmp_path: Path) -> None:
    stored = event_with("nothing")
    body = event_with(ORPHAN.reference).event.body_bytes
    archive = sealed(3)
    archive.seal([replace(stored, event=replace(stored.event, body_bytes=body))])
    report = verify(archive, tmp_path)
    assert report.findings.verdict is Verdict.TAMPERED
    assert ORPHAN.name not in messages(report)
