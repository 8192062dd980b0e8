"""Everything that is checked of a copy of the archive, in order, and what was found."""

from collections.abc import Sequence
from concurrent.futures import BrokenExecutor
from dataclasses import dataclass, field

from lacre.tlog.batch import is_batch_name
from lacre.tlog.checkpoint import is_checkpoint_name
from lacre.tlog.key_manifest import Generation
from lacre.tlog.note import VerifierKey
from lacre.verifying.ahead import open_source
from lacre.verifying.attachments import check_attachments
from lacre.verifying.batches import Reader, Tree
from lacre.verifying.beside import Beside, check_beside
from lacre.verifying.checkpoints import Checkpoints
from lacre.verifying.generations import Generations
from lacre.verifying.listing import Differences, ListingError, check_listing, is_log_name, load_listing
from lacre.verifying.questions import Question, answer
from lacre.verifying.seen import SeenIds
from lacre.verifying.source import LISTING, Copy, SourceError
from lacre.verifying.verdict import Findings
from lacre.verifying.walk import Progress, Walk


@dataclass
class Report:
    """What was checked, and what came of it.

    `proven` is the tree up to the last signed root that holds, `largest_kept` the largest size of the checkpoints that
    the auditor kept and that could be opened; `mentions` are what changes nothing and may be of interest.
    """

    findings: Findings = field(default_factory=Findings)
    proven: Tree = field(default_factory=Tree)
    batches: int = 0
    orphans: int = 0
    checkpoints: int = 0
    attachments: int = 0
    largest_signed: int = 0
    largest_kept: int | None = None
    listed: int | None = None
    other_objects: int = 0
    newest: int | None = None
    generations: tuple[Generation, ...] = ()
    mentions: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    beside: Beside = field(default_factory=Beside)


def verify_archive(
    copy: Copy, keys: Sequence[VerifierKey], question: Question, progress: Progress, workers: int = 1
) -> Report:
    """Check a copy of the archive against trusted keys of one log, in so many worker processes.

    Never raises for what a copy holds: that is a finding.
    """
    report = Report()
    try:
        _verify(copy, keys, question, progress, workers, report)
    except (SourceError, ListingError) as error:
        report.findings.inconclusive(str(error))
    except BrokenExecutor:
        report.findings.inconclusive("a worker process died before it had checked its batch")
    return report


def _verify(
    copy: Copy, keys: Sequence[VerifierKey], question: Question, progress: Progress, workers: int, report: Report
) -> None:
    findings, found = report.findings, copy.names()
    names = [name for name in found if is_log_name(name)]
    report.other_objects = len(found) - len(names)
    differences = _check_listing(copy, names, report)
    checkpoints = Checkpoints(copy, findings)
    checkpoints.load(filter(is_checkpoint_name, names), question.kept_checkpoints, keys)
    if not names:
        findings.inconclusive("there is nothing under batches/ and checkpoints/: is this the archive's own prefix?")
    elif not any(map(is_checkpoint_name, names)):
        findings.inconclusive("there is no checkpoint, so that nothing says what the log should hold")
    generations = Generations.begin(checkpoints, keys)
    batches = list(filter(is_batch_name, names))
    with SeenIds() as seen, open_source(copy, batches, question.scope, workers) as source:
        walk = Walk(Reader(source, checkpoints), generations, findings, differences, question.wanted)
        try:
            walk.follow(batches, seen, progress)
        finally:
            checkpoints.tell_unknown()
            _fill_in(report, walk)
    listed = None if report.listed is None else differences
    named = {one: leaf for one, leaf in walk.attachments.items() if leaf < walk.proven.size}
    report.attachments = check_attachments(copy, names, named, listed, findings)
    if walk.unknown_receipts:
        findings.inconclusive(f"{walk.unknown_receipts} receipts were delegated by a receipt key that was not given")
    report.answers = answer(question, walk)
    report.beside = check_beside(copy, names, question, walk)


def _fill_in(report: Report, walk: Walk) -> None:
    report.proven, report.batches, report.orphans = walk.proven, len(walk.batches), walk.orphans
    report.newest, report.generations, report.mentions = walk.newest, walk.generations.known, walk.generations.mentions
    checkpoints = walk.reader.checkpoints
    report.checkpoints, report.largest_signed = len(checkpoints.published), checkpoints.largest
    report.largest_kept = checkpoints.largest_kept


def _check_listing(copy: Copy, names: Sequence[str], report: Report) -> Differences:
    listing = load_listing(copy)
    if listing is None:
        report.findings.inconclusive(
            f"there is no {LISTING}: nothing tells whether an object was overwritten or deleted"
        )
        return Differences()
    report.listed = listing.total
    return check_listing(listing, names, report.findings)
