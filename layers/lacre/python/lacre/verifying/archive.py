"""Everything that is checked of a copy of the archive, in order, and what was found."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from lacre.tlog.batch import is_batch_name
from lacre.tlog.checkpoint import is_checkpoint_name
from lacre.tlog.note import VerifierKey
from lacre.verifying.batches import Reader, Tree
from lacre.verifying.checkpoints import load_roots
from lacre.verifying.listing import Differences, ListingError, check_listing, is_log_name, load_listing
from lacre.verifying.questions import Question, answer
from lacre.verifying.seen import SeenIds
from lacre.verifying.source import LISTING, Copy, SourceError
from lacre.verifying.verdict import Findings
from lacre.verifying.walk import Progress, Walk


@dataclass
class Report:
    """What was checked, and what came of it. `proven` is the tree up to the last signed root that holds."""

    findings: Findings = field(default_factory=Findings)
    proven: Tree = field(default_factory=Tree)
    batches: int = 0
    orphans: int = 0
    checkpoints: int = 0
    largest_signed: int = 0
    listed: int | None = None
    other_objects: int = 0
    newest: int | None = None
    answers: list[str] = field(default_factory=list)


def verify_archive(copy: Copy, key: VerifierKey, question: Question, progress: Progress) -> Report:
    """Check a copy of the archive against the log's key. Never raises for what a copy holds: that is a finding."""
    report = Report()
    try:
        _verify(copy, key, question, progress, report)
    except (SourceError, ListingError) as error:
        report.findings.inconclusive(str(error))
    return report


def _verify(copy: Copy, key: VerifierKey, question: Question, progress: Progress, report: Report) -> None:
    findings, found = report.findings, copy.names()
    names = [name for name in found if is_log_name(name)]
    report.other_objects = len(found) - len(names)
    differences = _check_listing(copy, names, report)
    published = [name for name in names if is_checkpoint_name(name)]
    roots = load_roots(copy, published, key, question.kept_checkpoint, findings)
    report.checkpoints, report.largest_signed = len(roots.published), roots.largest
    if not names:
        findings.inconclusive("there is nothing under batches/ and checkpoints/: is this the archive's own prefix?")
    elif not published:
        findings.inconclusive("there is no checkpoint, so that nothing says what the log should hold")
    walk = Walk(Reader(copy, roots, question.receipt_key, question.deep), findings, differences, question.wanted)
    with SeenIds() as seen:
        walk.follow(filter(is_batch_name, names), seen, progress)
    report.proven, report.batches, report.orphans = walk.proven, walk.batches, walk.orphans
    report.newest = walk.newest
    report.answers = answer(question, walk)


def _check_listing(copy: Copy, names: Sequence[str], report: Report) -> Differences:
    listing = load_listing(copy)
    if listing is None:
        report.findings.inconclusive(
            f"there is no {LISTING}: nothing tells whether an object was overwritten or deleted"
        )
        return Differences()
    report.listed = listing.versions.total()
    return check_listing(listing, names, report.findings)
