"""`--leaves`: some leaves are looked at one by one, of the others the hashes count."""

from dataclasses import replace
from pathlib import Path

import pytest

from lacre.cli.verification import account_of_archive
from lacre.verifying.archive import Report
from lacre.verifying.questions import Question
from lacre.verifying.verdict import Verdict
from tests.unit.verifying.archives import KEY, RECEIPT_PUBLIC, Sealed, receipted, sealed, with_body, with_header
from tests.unit.verifying.rotations import KEYS, rotated_once
from tests.unit.verifying.verified import messages, verify


@pytest.fixture
def archive() -> Sealed:
    return sealed(3, 5, 1, 8)


def looking_at(first: int, last: int) -> Question:
    return Question(receipt_keys=(RECEIPT_PUBLIC,), leaves=range(first, last + 1))


def with_bad_body(archive: Sealed, at: int) -> None:
    start = max(one for one in archive.starts if one <= at)
    end = min([one for one in archive.starts if one > at], default=len(archive.events))
    archive.events[at] = with_body(archive.events[at], b"{}")
    archive.rewrite(start, archive.events[start:end])


@pytest.mark.parametrize(("first", "last"), [(0, 16), (4, 4), (2, 9), (16, 16), (0, 0)])
def test_proven_leaves(archive: Sealed, tmp_path: Path, first: int, last: int) -> None:
    report = verify(archive, tmp_path, looking_at(first, last))
    assert (report.findings.verdict, report.proven.size) == (Verdict.VERIFIED, 17)
    assert report.answers == [
        f"leaves {first} to {last}: their hashes are under the signed root of size 17, and each line was checked"
    ]


@pytest.mark.parametrize(("bad", "verdict"), [(3, Verdict.VERIFIED), (4, Verdict.TAMPERED), (10, Verdict.TAMPERED)])
def test_only_lines_in_the_range_are_looked_at(archive: Sealed, tmp_path: Path, bad: int, verdict: Verdict) -> None:
    with_bad_body(archive, bad)
    report = verify(archive, tmp_path, looking_at(4, 10))
    assert report.findings.verdict is verdict
    if verdict is Verdict.TAMPERED:
        assert report.findings.first_bad_leaf == bad
        assert "some of it is bad" in report.answers[0]


@pytest.mark.parametrize("at", [3, 16])
def test_a_header_outside_the_range_is_bound_by_the_root(archive: Sealed, tmp_path: Path, at: int) -> None:
    start, end = (3, 8) if at == 3 else (9, 17)
    archive.events[at] = with_header(archive.events[at], entity_id="another")
    archive.rewrite(start, archive.events[start:end])
    assert verify(archive, tmp_path, looking_at(5, 6)).findings.verdict is Verdict.TAMPERED


def test_a_line_that_is_none_shows_wherever_it_stands(archive: Sealed, tmp_path: Path) -> None:
    archive.events[8] = replace(archive.events[8], receipt='","more":"x')
    archive.rewrite(8, archive.events[8:9])
    for question in (looking_at(8, 8), looking_at(0, 0)):
        assert verify(archive, tmp_path, question).findings.first_bad_leaf == 8


@pytest.mark.parametrize(("first", "unproven"), [(10, "17 to 20"), (17, "17 to 20"), (18, "18 to 20")])
def test_leaves_beyond_the_proven_ones_conclude_nothing(
    archive: Sealed, tmp_path: Path, first: int, unproven: str
) -> None:
    report = verify(archive, tmp_path, looking_at(first, 20))
    assert report.findings.verdict is Verdict.INCONCLUSIVE
    assert f"leaves {unproven} are not in the part of the log that is proven" in messages(report)
    assert report.answers[0].endswith(f"leaves {unproven}: not proven")


def test_leaves_beyond_the_last_checkpoint_are_not_called_proven(archive: Sealed, tmp_path: Path) -> None:
    archive.seal([receipted(17)])
    del archive.objects[max(name for name in archive.objects if name.startswith("checkpoints/"))]
    report = verify(archive, tmp_path, looking_at(16, 17))
    assert report.findings.verdict is Verdict.INCONCLUSIVE
    assert report.answers[0].endswith("leaves 17 to 17: not proven")


def shown(report: Report, question: Question) -> str:
    return account_of_archive(report, question, [KEY]).as_text()


def test_nothing_false_is_said_of_the_other_leaves(archive: Sealed, tmp_path: Path) -> None:
    with_bad_body(archive, 12)
    question = looking_at(4, 6)
    text = shown(verify(archive, tmp_path, question), question)
    assert "leaves other than 4 to 6: only their hashes" in text
    assert "newest event" not in text


def test_a_rotation_outside_the_range_is_followed(tmp_path: Path) -> None:
    question = Question(leaves=range(7, 9))
    report = verify(rotated_once(), tmp_path, question, keys=[KEYS["a"]])
    assert (report.findings.verdict, len(report.generations)) == (Verdict.VERIFIED, 2)
