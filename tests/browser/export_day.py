"""Exports in every state that one can be in, asked for by the day's auditor."""

from dataclasses import replace
from typing import cast

from lacre.model import moment
from lacre.model.draft import Reason
from lacre.model.filters import Filters, Selection
from lacre.model.vocabulary import Severity
from lacre.ports.exports import (
    Asking,
    ExportFile,
    ExportFormat,
    ExportState,
    Job,
    Progress,
    Result,
    Wanted,
)
from tests.browser.day import Day
from tests.fakes.exports import MemoryExports
from tests.fakes.found import uuid

_DAY = 86_400_000
RUNNING, DONE, DOCUMENT, FAILED, GONE, QUEUED = (uuid(7_000 + number) for number in range(6))


def ask_some(day: Day) -> MemoryExports:
    """A waiting one, one being written, a CSV, a document, one that failed and one whose files are gone."""
    jobs = cast(MemoryExports, day.exporting.jobs)
    for job in _jobs(day.world.clock.now()):
        jobs.rows[job.id] = job
    return jobs


def _jobs(now: int) -> list[Job]:
    every = Wanted(Selection())
    critical = Wanted(Selection(Filters(severity=Severity.CRITICAL, province="Nampula")), ExportFormat.PDF)
    result = Result(1_284, "5f0c" * 16, 812_345, (ExportFile.DATA, ExportFile.MANIFEST))
    document = replace(result, count=37, files=(ExportFile.PDF, ExportFile.MANIFEST))
    running = replace(_job(RUNNING, every, now - 60_000), state=ExportState.RUNNING, tree_size=48_212)
    failed = Reason("NOTHING_SEALED", "Nothing was sealed yet.")
    ended = moment.to_text(now - 3_000_000)
    return [
        _job(QUEUED, critical, now - 20_000),
        replace(running, progress=Progress(31_000, 412)),
        _job(DONE, every, now - 3_600_000).done(result, ended),
        _job(DOCUMENT, critical, now - 3_700_000).done(document, ended),
        _job(FAILED, every, now - 7_200_000).failed(failed, ended),
        replace(_job(GONE, every, now - 31 * _DAY).done(result, ended), expires_at=moment.to_text(now - _DAY)),
    ]


def _job(job_id: str, wanted: Wanted, at: int) -> Job:
    asking = Asking("u-rui", "Rui Mabjaia", moment.to_text(at), uuid(6_000), uuid(6_000))
    return Job(job_id, asking, wanted, moment.to_text(at + 30 * _DAY))
