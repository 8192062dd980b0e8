"""Writing the files of a job in its format, and telling of a log that is damaged."""

from dataclasses import dataclass

from aws_lambda_powertools import Logger

from lacre.exporting.found_events import FoundEvents
from lacre.exporting.sealed_tree import DamagedLogError, tree_of
from lacre.exporting.write_csv import WriteCsv
from lacre.exporting.write_document import WriteDocument
from lacre.exporting.writer import ExportError
from lacre.ports.errors import SignerUnavailableError
from lacre.ports.exports import ExportFormat, Job, Result
from lacre.ports.sealing import Archive, HeadStore
from lacre.ports.timestamping import AuthorityUnavailableError


@dataclass(frozen=True)
class Writing:
    archive: Archive
    heads: HeadStore
    found: FoundEvents
    write_csv: WriteCsv
    write_document: WriteDocument
    logger: Logger

    def __call__(self, job: Job) -> Result:
        """Raises what the two raise."""
        try:
            tree = tree_of(job.tree_size, self.archive, self.heads)
            return (
                self.write_csv(job, tree) if job.wanted.format is ExportFormat.CSV else self.write_document(job, tree)
            )
        except DamagedLogError as error:
            self.logger.critical("the log is damaged", extra={"damage": str(error), "job_id": job.id})
            raise
        except (ExportError, SignerUnavailableError, AuthorityUnavailableError) as error:
            self.logger.error("the export cannot be written", extra={"cause": str(error), "job_id": job.id})
            raise
        finally:
            self._tell_restored(job)

    def _tell_restored(self, job: Job) -> None:
        """Rows that were changed or taken away are no secret of this export: reconciliation tells of them as events."""
        restored, self.found.restored[:] = list(self.found.restored), []
        for event_id in restored:
            self.logger.critical("a stored event was changed", extra={"event_id": event_id, "job_id": job.id})
