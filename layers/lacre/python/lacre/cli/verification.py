"""A verification's report, for people and for machines."""

import base64
import json

from lacre.model import moment
from lacre.tlog.note import VerifierKey
from lacre.verifying.archive import Report
from lacre.verifying.questions import Question
from lacre.verifying.verdict import Verdict

_WORDS = {
    Verdict.VERIFIED: "verified",
    Verdict.TAMPERED: "tampered",
    Verdict.INCONCLUSIVE: "cannot conclude",
}


def as_text(report: Report, question: Question, key: VerifierKey) -> str:
    """What was checked, what was not, what was found, and the verdict on the last line."""
    checked = (f"  {name:<16}{_shown(value)}" for name, value in _checked(report, key).items())
    lines = ["Checked", *checked, *(f"  {answer}" for answer in report.answers)]
    lines += ["Not checked", *(f"  - {one}" for one in _not_checked(report, question))]
    if report.findings.kept:
        lines += ["Found", *(f"  - {_WORDS[one.verdict]}: {one.message}" for one in report.findings.kept)]
    if report.findings.omitted:
        lines.append(f"  - and {report.findings.omitted} more")
    return "\n".join([*lines, _last_line(report)])


def as_json(report: Report, question: Question, key: VerifierKey) -> str:
    """The same, with `exit_code` as the verdict for machines."""
    findings = [
        {"verdict": _WORDS[one.verdict], "message": one.message, "leaf": one.leaf} for one in report.findings.kept
    ]
    document = {
        "verdict": _WORDS[report.findings.verdict],
        "exit_code": int(report.findings.verdict),
        "first_bad_leaf": report.findings.first_bad_leaf,
        "checked": {name.replace(" ", "_"): value for name, value in _checked(report, key).items()},
        "not_checked": _not_checked(report, question),
        "answers": report.answers,
        "findings": findings,
        "findings_omitted": report.findings.omitted,
    }
    return json.dumps(document, indent=2)


def _shown(value: str | int | None) -> str:
    return "none" if value is None else str(value)


def _checked(report: Report, key: VerifierKey) -> dict[str, str | int | None]:
    return {
        "log": key.name,
        "key": key.encode(),
        "leaves": report.proven.size,
        "batches": report.batches,
        "orphans": report.orphans,
        "checkpoints": report.checkpoints,
        "root": base64.b64encode(report.proven.root).decode(),
        "newest event": moment.to_text(report.newest) if report.newest is not None else None,
        "listed versions": report.listed,
    }


def _not_checked(report: Report, question: Question) -> list[str]:
    gaps = {
        f"leaves from {report.proven.size} on": report.proven.size < report.largest_signed,
        "the signatures of the receipts: no --receipt-key": question.receipt_key is None,
        "whether the log was cut off at its end: no --checkpoint that you kept": question.kept_checkpoint is None,
        "whether the log is up to date: no --not-older-than": question.not_older_than is None,
        "whether the bodies are canonical: no --deep": not question.deep,
        f"{report.other_objects} files that are not the log's": report.other_objects > 0,
    }
    return [sentence for sentence, is_open in gaps.items() if is_open] or ["nothing that this command can check"]


def _last_line(report: Report) -> str:
    verdict = report.findings.verdict
    line = f"{_WORDS[verdict].upper()} (exit {int(verdict)})"
    if report.findings.first_bad_leaf is not None:
        return f"{line}: first bad leaf {report.findings.first_bad_leaf}"
    return line
