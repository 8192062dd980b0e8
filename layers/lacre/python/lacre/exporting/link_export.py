"""Issuing a link to a file of an export: to one person, for ten minutes, and never shown again."""

from dataclasses import dataclass, field

from lacre.exporting.read_export import ReadExport
from lacre.model import moment
from lacre.model.canonical import JsonObject
from lacre.model.refusal import Ground, Refusal
from lacre.ports.ambient import Clock
from lacre.ports.exports import ExportFile, ExportFiles, ExportState, Job, Result
from lacre.recording.change import Change

VALID_S = 10 * 60


@dataclass(frozen=True)
class Link:
    """It is issued once `change` is committed."""

    job: Job
    file: ExportFile
    expires_at: str
    change: Change
    address: str = field(repr=False)


class LinkExport:
    def __init__(self, files: ExportFiles, read_export: ReadExport, clock: Clock) -> None:
        self._files = files
        self._read_export = read_export
        self._clock = clock

    def __call__(self, job_id: str, file: ExportFile) -> Link:
        """Raises Refusal: NOT_FOUND, CONFLICT; StoreUnavailableError."""
        job, now = self._read_export(job_id), self._clock.now()
        result = _result(job, file, now)
        expires_at = moment.to_text(now + VALID_S * 1000)
        # The event tells that it was issued, and not what it is: whoever reads the log gets no file by it.
        told: JsonObject = {
            "link": {"file": file.value, "expires_at": expires_at},
            "sha256": result.sha256,
            "document_sha256": result.document_sha256,
        }
        return Link(job, file, expires_at, Change(job_id, after=told), self._files.link(job_id, file, VALID_S))


def _result(job: Job, file: ExportFile, now: int) -> Result:
    if job.state is not ExportState.DONE or job.result is None:
        raise Refusal(Ground.CONFLICT, "EXPORT_NOT_DONE", "This export is not done: there is nothing to link to.")
    if job.is_expired(now):
        raise Refusal(Ground.CONFLICT, "EXPORT_EXPIRED", "The files of this export are no longer kept.")
    if file not in job.result.files:
        raise Refusal(Ground.CONFLICT, "NO_SUCH_FILE", "This export does not have this file.")
    return job.result
