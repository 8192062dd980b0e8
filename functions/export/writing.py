"""Writing the files of a job in its format, and telling of a log that is damaged."""

from dataclasses import dataclass

from aws_lambda_powertools import Logger

from functions.export.restored import tell_restored
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
            tell_restored(self.logger, self.found.restored, job_id=job.id)
