"""The export function: wires the adapters, and works off the exports that the queue brings.

A transient fault raises, and the message comes again; one that names no job is quarantined and blocks nothing.
"""

from concurrent.futures import ThreadPoolExecutor
from time import sleep
from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

from functions.export.delivery import Poison, sort_messages
from functions.export.settings import Settings
from functions.export.writing import Writing
from lacre.aws import clients
from lacre.aws.ambient import SystemClock
from lacre.aws.archive_bucket import ArchiveBucket
from lacre.aws.event_rows import EventRows
from lacre.aws.exports_bucket import ExportsBucket
from lacre.aws.exports_table import ExportsTable
from lacre.aws.kms_document_signer import KmsDocumentSigner, certificates_in
from lacre.aws.log_table import LogTable
from lacre.aws.public_log_bucket import PublicLogBucket
from lacre.aws.quarantine_bucket import QuarantineBucket
from lacre.aws.timestamp_authority import HttpTimestampAuthority
from lacre.exporting.found_events import FoundEvents
from lacre.exporting.work_off import WorkOff
from lacre.exporting.write_csv import WriteCsv
from lacre.exporting.write_document import WriteDocument
from lacre.ports.exports import ExportState, Job
from lacre.wiring.gateway import spare_what_is_loaded
from lacre.wiring.recorder import recorder_on

NO_AUTHORITY = "none"
READS_AT_ONCE = 8
"""Below the ten connections that a client keeps."""

settings = Settings.from_env()
logger = Logger(service="export", level="INFO", utc=True)
metrics = Metrics(namespace="Lacre", service="export")
clock = SystemClock()
patient, s3 = clients.dynamodb(patient=True), clients.s3(patient=True)
log_table = LogTable(patient, settings.log.log_table)
archive = ArchiveBucket(s3, settings.log.archive_bucket)
exports = ExportsTable(patient, settings.exports_table)
files = ExportsBucket(s3, settings.exports_bucket)
quarantine = QuarantineBucket(s3, settings.failures_bucket, "export")
found = FoundEvents(
    PublicLogBucket(s3, settings.log.log_bucket),
    EventRows(patient, settings.events_table),
    archive,
    log_table,
    ThreadPoolExecutor(READS_AT_ONCE, "reader"),
)
documents = settings.document
certificates = certificates_in(clients.ssm(), documents.document_certificates_parameter)
signer = KmsDocumentSigner(clients.kms(), documents.document_key_id, certificates)
url = documents.timestamp_authority_url
authority = None if url == NO_AUTHORITY else HttpTimestampAuthority(url)
write_csv = WriteCsv(found, files, exports, clock)
write_document = WriteDocument(found, files, exports, clock, documents.organisation, signer, authority)
writing = Writing(archive, log_table, found, write_csv, write_document, logger)
recorder = recorder_on(clients.dynamodb(), settings.events_table, settings.receipt_key_id)
work_off = WorkOff(exports, log_table, writing, recorder, clock, sleep)
# Rows by the hundred thousand make many objects and no cycles.
spare_what_is_loaded()


@metrics.log_metrics
def handler(event: dict[str, Any], _: object) -> None:
    delivery = sort_messages(event["Records"])
    metrics.add_metric("ExportsReceived", MetricUnit.Count, len(delivery.job_ids))
    for poison in delivery.poison:
        _quarantine(poison)
    for job_id in delivery.job_ids:
        _tell(job_id, work_off(job_id))


def _quarantine(poison: Poison) -> None:
    quarantine.put(poison.name, poison.message, poison.reason)
    logger.error("quarantined", extra={"record": poison.name, "reason": poison.reason})


def _tell(job_id: str, job: Job | None) -> None:
    if job is None:
        # Whoever asked was never told that it would be done.
        logger.warning("the export was never committed", extra={"job_id": job_id})
        return
    error = job.error.code if job.error else None
    logger.info("export ended", extra={"job_id": job.id, "state": job.state.value, "error": error})
    metrics.add_metric("ExportsFailed", MetricUnit.Count, int(job.state is ExportState.FAILED))
