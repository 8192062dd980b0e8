"""Verifying an archive of the tests in one line."""

from collections.abc import Callable, Sequence
from pathlib import Path

from lacre.tlog.note import VerifierKey
from lacre.verifying.archive import Report, verify_archive
from lacre.verifying.questions import Question
from lacre.verifying.source import open_copy
from tests.unit.verifying.archives import KEY, RECEIPT_PUBLIC, Sealed, write_directory

Verify = Callable[..., Report]


def verify_path(path: Path, question: Question, keys: Sequence[VerifierKey] = (KEY,), workers: int = 1) -> Report:
    with open_copy(path) as copy:
        return verify_archive(copy, keys, question, lambda *_: None, workers)


def verify(
    archive: Sealed,
    where: Path,
    question: Question | None = None,
    *,
    listing: object = None,
    keys: Sequence[VerifierKey] = (KEY,),
) -> Report:
    """The report on a directory copy; receipts are checked with their key unless the question says otherwise."""
    root = write_directory(archive, where / "copy", listing)
    return verify_path(root, question or Question(receipt_keys=(RECEIPT_PUBLIC,)), keys)


def messages(report: Report) -> str:
    return "\n".join(finding.message for finding in report.findings.kept)
