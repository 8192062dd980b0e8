"""What somebody who can rewrite the archive's batches might try, and the leaf that gives them away."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from lacre.tlog.batch import encode_batch
from lacre.verifying.questions import Question
from lacre.verifying.verdict import Verdict
from tests.unit.verifying.archives import (
    RECEIPT_PUBLIC,
    Sealed,
    private_key,
    receipt_of,
    receipted,
    sealed,
    with_body,
    with_header,
)
from tests.unit.verifying.verified import messages, verify


@pytest.fixture
def archive() -> Sealed:
    return sealed(3, 5, 1, 8)


WITH_KEY, WITHOUT_KEY = Question(receipt_keys=(RECEIPT_PUBLIC,)), Question()


def test_an_untouched_archive_verifies(archive: Sealed, tmp_path: Path) -> None:
    report = verify(archive, tmp_path)
    assert report.findings.verdict is Verdict.VERIFIED
    assert (report.proven.size, report.batches, report.checkpoints, report.listed) == (17, 4, 4, 8)
    assert report.proven.root == archive.root()


@pytest.mark.parametrize("question", [WITH_KEY, WITHOUT_KEY])
@pytest.mark.parametrize("at", [3, 5, 7, 8, 16])
def test_an_edited_header_is_named(archive: Sealed, tmp_path: Path, question: Question, at: int) -> None:
    start = max(one for one in archive.starts if one <= at)
    end = min([one for one in archive.starts if one > at], default=len(archive.events))
    archive.events[at] = with_header(archive.events[at], entity_id="another")
    archive.rewrite(start, archive.events[start:end])
    report = verify(archive, tmp_path, question)
    assert report.findings.verdict is Verdict.TAMPERED
    assert report.findings.first_bad_leaf == at
    assert f"leaves {start} to {end - 1} do not have the root that was signed for size {end}" in messages(report)


def test_a_header_edited_with_its_receipt_is_caught_by_the_root_alone(archive: Sealed, tmp_path: Path) -> None:
    edited = with_header(archive.events[5], entity_id="another")
    forged = replace(edited, receipt=receipt_of(edited.event, root=private_key("a forger")))
    archive.rewrite(3, [*archive.events[3:5], forged, *archive.events[6:8]])
    blind = verify(archive, tmp_path, WITHOUT_KEY)
    assert (blind.findings.verdict, blind.findings.first_bad_leaf) == (Verdict.TAMPERED, 3)
    # Whose the receipt is cannot be told: the log's own receipt key may have been another.
    known = verify(archive, tmp_path, WITH_KEY)
    assert (known.findings.verdict, known.findings.first_bad_leaf) == (Verdict.TAMPERED, 3)


@pytest.mark.parametrize("question", [WITH_KEY, WITHOUT_KEY])
def test_an_edited_body_is_named_though_the_root_holds(archive: Sealed, tmp_path: Path, question: Question) -> None:
    altered = with_body(archive.events[6], archive.events[6].event.body_bytes.replace(b"sweep", b"swept"))
    archive.rewrite(3, [*archive.events[3:6], altered, archive.events[7]])
    report = verify(archive, tmp_path, question)
    assert (report.findings.verdict, report.findings.first_bad_leaf) == (Verdict.TAMPERED, 6)
    assert "do not have the root" not in messages(report)


def test_an_edit_under_the_old_name_is_named(archive: Sealed, tmp_path: Path) -> None:
    altered = with_body(archive.events[4], archive.events[4].event.body_bytes.replace(b"sweep", b"swept"))
    name = archive.batch_name(3)
    archive.objects[name] = encode_batch(3, [archive.events[3], altered, *archive.events[5:8]]).content
    report = verify(archive, tmp_path)
    assert (report.findings.verdict, report.findings.first_bad_leaf) == (Verdict.TAMPERED, 4)
    assert "not those that its name was made of" in messages(report)


@pytest.mark.parametrize("start", [0, 3, 8, 9])
def test_a_deleted_row_is_tampering(archive: Sealed, tmp_path: Path, start: int) -> None:
    end = min([one for one in archive.starts if one > start], default=len(archive.events))
    archive.rewrite(start, archive.events[start : end - 1])
    report = verify(archive, tmp_path)
    assert (report.findings.verdict, report.findings.first_bad_leaf) == (Verdict.TAMPERED, start)


@pytest.mark.parametrize("start", [0, 3, 9])
def test_an_inserted_row_is_tampering(archive: Sealed, tmp_path: Path, start: int) -> None:
    end = min([one for one in archive.starts if one > start], default=len(archive.events))
    archive.rewrite(start, [*archive.events[start:end], receipted(99)])
    report = verify(archive, tmp_path)
    assert (report.findings.verdict, report.findings.first_bad_leaf) == (Verdict.TAMPERED, start)


@pytest.mark.parametrize(("one", "other"), [(3, 4), (3, 7), (9, 16), (11, 14)])
def test_swapped_rows_are_named(archive: Sealed, tmp_path: Path, one: int, other: int) -> None:
    start = max(first for first in archive.starts if first <= one)
    end = min([first for first in archive.starts if first > one], default=len(archive.events))
    rows = archive.events[start:end]
    rows[one - start], rows[other - start] = rows[other - start], rows[one - start]
    archive.rewrite(start, rows)
    report = verify(archive, tmp_path)
    assert (report.findings.verdict, report.findings.first_bad_leaf) == (Verdict.TAMPERED, one)


def test_a_back_dated_row_is_named(archive: Sealed, tmp_path: Path) -> None:
    back_dated = with_header(archive.events[10], recorded_at="2020-01-01T00:00:00.000Z")
    archive.rewrite(9, [archive.events[9], back_dated, *archive.events[11:]])
    report = verify(archive, tmp_path)
    assert report.findings.verdict is Verdict.TAMPERED
    assert report.findings.first_bad_leaf == 9  # the order breaks between 9 and 10
    assert "leaf 10" in messages(report)


def test_a_row_overwritten_by_another_event_of_its_own_receipt_is_tampering(archive: Sealed, tmp_path: Path) -> None:
    archive.rewrite(8, [receipted(8, job="another")])
    report = verify(archive, tmp_path)
    assert (report.findings.verdict, report.findings.first_bad_leaf) == (Verdict.TAMPERED, 8)


def test_a_receipt_from_another_row_is_named(archive: Sealed, tmp_path: Path) -> None:
    lent = replace(archive.events[4], receipt=archive.events[5].receipt)
    archive.rewrite(3, [archive.events[3], lent, *archive.events[5:8]])
    for question in (WITH_KEY, WITHOUT_KEY):
        report = verify(archive, tmp_path, question)
        assert (report.findings.verdict, report.findings.first_bad_leaf) == (Verdict.TAMPERED, 4)


def test_a_signed_receipt_that_names_another_id_or_time_is_named(archive: Sealed, tmp_path: Path) -> None:
    true, other = archive.events[4], archive.events[5]
    lied = replace(true.event, header=replace(true.event.header, id=other.event.header.id))
    late = replace(true.event, header=replace(true.event.header, recorded_at=other.event.header.recorded_at))
    for where, event in (("id", lied), ("time", late)):
        # The delegate signed it, over the true leaf.
        archive.rewrite(3, [archive.events[3], replace(true, receipt=receipt_of(event)), *archive.events[5:8]])
        report = verify(archive, tmp_path / where)
        assert (report.findings.verdict, report.findings.first_bad_leaf) == (Verdict.TAMPERED, 4)
        assert "the receipt is that of another event" in messages(report)


def test_an_edited_receipt_is_named(archive: Sealed, tmp_path: Path) -> None:
    text = archive.events[4].receipt
    edited = replace(archive.events[4], receipt=text[:-3] + ("A" if text[-3] != "A" else "B") + text[-2:])
    archive.rewrite(3, [archive.events[3], edited, *archive.events[5:8]])
    report = verify(archive, tmp_path, WITH_KEY)
    assert (report.findings.verdict, report.findings.first_bad_leaf) == (Verdict.TAMPERED, 4)
    # Without the key the edit of a signature cannot be seen; the report says that it was not looked for.
    assert verify(archive, tmp_path / "blind", WITHOUT_KEY).findings.verdict is Verdict.VERIFIED


def test_an_event_sealed_twice_is_named(tmp_path: Path) -> None:
    archive = sealed(3, 2)
    archive.seal([archive.events[1]])
    report = verify(archive, tmp_path)
    assert (report.findings.verdict, report.findings.first_bad_leaf) == (Verdict.TAMPERED, 5)
    assert "in the log twice" in messages(report)


def test_deep_finds_a_body_that_was_sealed_in_another_encoding(tmp_path: Path) -> None:
    archive = sealed(2)
    odd = with_body(receipted(2), b'{ "description": "spaces are not canonical" }')
    bound = with_header(odd, checksum=hashlib.sha256(odd.event.body_bytes).hexdigest())
    archive.seal([replace(bound, receipt=receipt_of(bound.event))])
    assert verify(archive, tmp_path).findings.verdict is Verdict.VERIFIED
    report = verify(archive, tmp_path, Question(receipt_keys=(RECEIPT_PUBLIC,), deep=True))
    assert (report.findings.verdict, report.findings.first_bad_leaf) == (Verdict.TAMPERED, 2)
