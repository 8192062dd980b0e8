"""A verification's report, for people and for machines.

The JSON document has always these members:

    verdict            "verified", "tampered" or "cannot conclude"; `exit_code` is 0, 1 or 2 accordingly
    first_bad_leaf     the smallest index that a finding names, or null
    checked            an object of texts, integers and nulls: what was looked at
    generations        [{"first_size", "keys": [vkey, ...]}]: whose signatures checkpoints of sizes above it bear
    witnesses          [{"key": vkey, "size", "time"}]: the largest size that each cosigned, and when, or nulls
    not_checked        sentences: what this run says nothing of
    answers            sentences: what was asked for
    mentions           sentences: what changes no verdict
    findings           [{"verdict", "message", "leaf"}]; `findings_omitted` counts those beyond the first hundred
"""

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lacre.model import moment
from lacre.tlog.key_manifest import Generation
from lacre.tlog.note import VerifierKey
from lacre.verifying.archive import Report
from lacre.verifying.questions import Question
from lacre.verifying.verdict import Findings, Verdict
from lacre.verifying.witnesses import Cosigned

Facts = Mapping[str, str | int | None]

_WORDS = {
    Verdict.VERIFIED: "verified",
    Verdict.TAMPERED: "tampered",
    Verdict.INCONCLUSIVE: "cannot conclude",
}


@dataclass(frozen=True)
class Account:
    """What is to be told of a verification, whatever it was of."""

    findings: Findings
    checked: Facts
    not_checked: Sequence[str]
    generations: Sequence[Generation] = ()
    answers: Sequence[str] = ()
    mentions: Sequence[str] = ()
    witnesses: Sequence[Cosigned] = ()

    def as_text(self) -> str:
        """What was checked, what was not, what was found, and the verdict on the last line."""
        # Where nothing was looked at, nothing is to be told of what was or was not checked.
        lines = self._looked_at() if self.checked else []
        if self.mentions:
            lines += ["Noticed", *(f"  - {one}" for one in self.mentions)]
        if self.findings.kept:
            lines += ["Found", *(f"  - {_WORDS[one.verdict]}: {one.message}" for one in self.findings.kept)]
        if self.findings.omitted:
            lines.append(f"  - and {self.findings.omitted} more")
        return "\n".join([*lines, self._last_line()])

    def as_json(self) -> str:
        """The same for machines."""
        verdict = self.findings.verdict
        document = {
            "verdict": _WORDS[verdict],
            "exit_code": int(verdict),
            "first_bad_leaf": self.findings.first_bad_leaf,
            "checked": {name.replace(" ", "_"): value for name, value in self.checked.items()},
            "generations": [
                {"first_size": one.first_size, "keys": [key.encode() for key in one.keys]} for one in self.generations
            ],
            "witnesses": [{"key": one.key.encode(), "size": one.size, "time": one.time} for one in self.witnesses],
            "not_checked": list(self.not_checked),
            "answers": list(self.answers),
            "mentions": list(self.mentions),
            "findings": [
                {"verdict": _WORDS[one.verdict], "message": one.message, "leaf": one.leaf} for one in self.findings.kept
            ],
            "findings_omitted": self.findings.omitted,
        }
        return json.dumps(document, indent=2)

    def _looked_at(self) -> list[str]:
        rows = [(name.replace("_", " "), _shown(value)) for name, value in self.checked.items()]
        rows += [
            ("checkpoint keys", f"above size {one.first_size}: {' and '.join(key.encode() for key in one.keys)}")
            for one in self.generations
        ]
        rows += [("witness", f"{one.key.name}: size {_shown(one.size)}, {_shown(one.time)}") for one in self.witnesses]
        width = max(len(name) for name, _ in rows)
        lines = ["Checked", *(f"  {name:<{width}}  {value}" for name, value in rows)]
        lines += [f"  {answer}" for answer in self.answers]
        return [*lines, "Not checked", *(f"  - {one}" for one in self.not_checked or ["nothing was left out"])]

    def _last_line(self) -> str:
        verdict = self.findings.verdict
        line = f"{_WORDS[verdict].upper()} (exit {int(verdict)})"
        if self.findings.first_bad_leaf is not None:
            return f"{line}: first bad leaf {self.findings.first_bad_leaf}"
        return line


def account_of_archive(report: Report, question: Question, keys: Sequence[VerifierKey]) -> Account:
    """What is to be told of a copy of the archive."""
    return Account(
        report.findings,
        {**_checked(report, question, keys), **report.beside.facts},
        _not_checked(report, question),
        report.generations,
        [*report.answers, *_to_compare(report)],
        report.mentions,
        report.beside.witnesses,
    )


def account_of_refusal(reason: str) -> Account:
    """What is to be told where nothing was looked at."""
    findings = Findings()
    findings.inconclusive(reason)
    return Account(findings, {}, ())


def account_of_file(facts: Facts, findings: Findings, question: Question, keys: Sequence[VerifierKey]) -> Account:
    """What is to be told of a proof that was kept as a file."""
    gaps = {
        "whether the log still holds it: a file tells of the tree that it names": True,
        "whether this key was in force at that size: only a copy of the archive shows it": True,
        "the signatures of the receipts: no --receipt-key": "receipt" in facts and not question.receipt_keys,
        "whether that tree is in the log that you know: no --checkpoint that you kept": not question.kept_checkpoints,
    }
    trusted = {"log": keys[0].name, "keys": _listed(keys)}
    return Account(findings, {**trusted, **facts}, [sentence for sentence, is_open in gaps.items() if is_open])


def _shown(value: str | int | None) -> str:
    return "none" if value is None else str(value)


def _listed(keys: Sequence[VerifierKey]) -> str:
    return " ".join(key.encode() for key in keys)


def _checked(report: Report, question: Question, keys: Sequence[VerifierKey]) -> Facts:
    newest = moment.to_text(report.newest) if report.proven.size and report.newest is not None else None
    return {
        "log": keys[0].name,
        "keys": _listed(keys),
        "leaves": report.proven.size,
        "batches": report.batches,
        "orphans": report.orphans,
        "checkpoints": report.checkpoints,
        "attachments": report.attachments,
        "root": base64.b64encode(report.proven.root).decode() if report.proven.size else None,
        # Of leaves that were hashed only, the times are not known.
        **({"newest event": newest} if question.leaves is None else {}),
        "listed versions": report.listed,
    }


def _not_checked(report: Report, question: Question) -> list[str]:
    chosen = f"{question.leaves[0]} to {question.leaves[-1]}" if question.leaves else ""
    gaps = {
        f"leaves from {report.proven.size} on": report.proven.size < max(report.largest_signed, 1),
        f"leaves other than {chosen}: only their hashes; no ids, times, bodies, receipts": bool(question.leaves),
        "the signatures of the receipts: no --receipt-key": not question.receipt_keys,
        **_end_left_open(report),
        "whether the log is up to date: no --not-older-than": question.not_older_than is None,
        "whether the bodies are canonical: no --deep": not question.deep,
        f"{report.other_objects} files that are not the log's": report.other_objects > 0,
    }
    return [*(sentence for sentence, is_open in gaps.items() if is_open), *report.beside.unasked]


def _end_left_open(report: Report) -> dict[str, bool]:
    """A log that was cut off cleanly looks like one that ended there: only what it was once seen to hold shows it."""
    # A cosignature lies in the copy itself: whoever cuts the end off takes the newer ones along.
    seen = report.largest_kept
    if not seen:
        return {"whether the log was cut off at its end: no --checkpoint that you kept": True}
    return {
        f"whether anything after leaf {seen - 1} was cut off: no larger checkpoint was kept": seen < report.proven.size
    }


def _to_compare(report: Report) -> list[str]:
    is_export = "export filters" in report.beside.facts
    return ["export filters: these are the manifest's own; compare with what you asked for"] if is_export else []
