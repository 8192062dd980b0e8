"""Verifying an archive of the tests in one line."""

from collections.abc import Callable
from pathlib import Path

from lacre.tlog.note import VerifierKey
from lacre.verifying.archive import Report, verify_archive
from lacre.verifying.questions import Question
from lacre.verifying.source import open_copy
from tests.unit.verifying.archives import KEY, RECEIPT_PUBLIC, Sealed, write_directory

Verify = Callable[..., Report]


def verify_path(path: Path, question: Question, key: VerifierKey = KEY) -> Report:
    with open_copy(path) as copy:
        return verify_archive(copy, key, question, lambda _: None)


def verify(
    archive: Sealed,
    where: Path,
    question: Question | None = None,
    *,
    listing: object = None,
    key: VerifierKey = KEY,
) -> Report:
    """The report on a directory copy; receipts are checked with their key unless the question says otherwise."""
    root = write_directory(archive, where / "copy", listing)
    return verify_path(root, question or Question(receipt_key=RECEIPT_PUBLIC), key)


def messages(report: Report) -> str:
    return "\n".join(finding.message for finding in report.findings.kept)
