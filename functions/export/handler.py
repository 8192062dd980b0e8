"""The export function: wires the adapters, and works off the exports and deep searches that the queue brings.

A transient fault raises, and the message comes again; one that names no job is quarantined and blocks nothing.
"""

from concurrent.futures import ThreadPoolExecutor
from time import sleep
from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

from functions.export.delivery import Poison, sort_messages
from functions.export.searching import Searching
from functions.export.settings import Settings
from functions.export.writing import Writing
from lacre.aws import clients
from lacre.aws.ambient import SystemClock
from lacre.aws.archive_bucket import ArchiveBucket
from lacre.aws.athena_archive import AthenaArchive
from lacre.aws.compaction_mark import CompactionMark
from lacre.aws.deep_searches_table import DeepSearchesTable
from lacre.aws.event_rows import EventRows
from lacre.aws.exports_bucket import ExportsBucket
from lacre.aws.exports_queue import DEEP_SEARCH, EXPORT, QueuedJob
from lacre.aws.exports_table import ExportsTable
from lacre.aws.found_pages import FoundPagesBucket
from lacre.aws.kms_document_signer import KmsDocumentSigner, certificates_in
from lacre.aws.log_table import LogTable
from lacre.aws.public_log_bucket import PublicLogBucket
from lacre.aws.quarantine_bucket import QuarantineBucket
from lacre.aws.timestamp_authority import HttpTimestampAuthority
from lacre.deep_searching import endings as of_deep_searches
from lacre.deep_searching.search_archive import SearchArchive
from lacre.deep_searching.sighted_events import SightedEvents
from lacre.exporting import endings as of_exports
from lacre.exporting.found_events import FoundEvents
from lacre.exporting.work_off import WorkOff
from lacre.exporting.write_csv import WriteCsv
from lacre.exporting.write_document import WriteDocument
from lacre.ports.deep_searches import DeepSearch
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
rows, pool = EventRows(patient, settings.events_table), ThreadPoolExecutor(READS_AT_ONCE, "reader")
found = FoundEvents(PublicLogBucket(s3, settings.log.log_bucket), rows, archive, log_table, pool)
documents = settings.document
certificates = certificates_in(clients.ssm(), documents.document_certificates_parameter)
signer = KmsDocumentSigner(clients.kms(), documents.document_key_id, certificates)
url = documents.timestamp_authority_url
authority = None if url == NO_AUTHORITY else HttpTimestampAuthority(url)
write_csv = WriteCsv(found, files, exports, clock)
write_document = WriteDocument(found, files, exports, clock, documents.organisation, signer, authority)
writing = Writing(archive, log_table, found, write_csv, write_document, logger)
recorder = recorder_on(clients.dynamodb(), settings.events_table, settings.receipt_key_id)
work_off = WorkOff(
    *(exports, of_exports.ENDINGS, lambda: log_table.read().published, writing),
    *(recorder, clock, sleep),
)
athena = settings.athena
compacted = AthenaArchive(
    clients.athena(), athena.athena_workgroup, athena.glue_database, athena.glue_table, clock, sleep
)
mark = CompactionMark(patient, settings.counters_table)
searching = Searching(
    SearchArchive(
        compacted, SightedEvents(rows, archive, log_table, pool), FoundPagesBucket(s3, settings.exports_bucket)
    ),
    logger,
)
search_off = WorkOff(
    *(
        DeepSearchesTable(patient, settings.exports_table),
        of_deep_searches.ENDINGS,
        lambda: mark.read().done,
        searching,
    ),
    *(recorder, clock, sleep),
)
# Rows by the hundred thousand make many objects and no cycles.
spare_what_is_loaded()


@metrics.log_metrics
def handler(event: dict[str, Any], _: object) -> None:
    delivery = sort_messages(event["Records"])
    for metric, kind in (("ExportsReceived", EXPORT), ("DeepSearchesReceived", DEEP_SEARCH)):
        metrics.add_metric(metric, MetricUnit.Count, sum(one.kind == kind for one in delivery.jobs))
    for poison in delivery.poison:
        _quarantine(poison)
    for queued in delivery.jobs:
        _tell(queued, work_off(queued.id) if queued.kind == EXPORT else search_off(queued.id))


def _quarantine(poison: Poison) -> None:
    quarantine.put(poison.name, poison.message, poison.reason)
    logger.error("quarantined", extra={"record": poison.name, "reason": poison.reason})


def _tell(queued: QueuedJob, job: Job | DeepSearch | None) -> None:
    if job is None:
        # Whoever asked was never told that it would be done.
        logger.warning("the job was never committed", extra={queued.kind: queued.id})
        return
    error = job.error.code if job.error else None
    logger.info("job ended", extra={queued.kind: job.id, "state": job.state.value, "error": error})
    if queued.kind == EXPORT:
        metrics.add_metric("ExportsFailed", MetricUnit.Count, int(job.state is ExportState.FAILED))
    else:
        # A search that was too wide is for whoever asked to mend: an alarm on it would teach to ignore alarms.
        metrics.add_metric("DeepSearchesFailed", MetricUnit.Count, int(error in of_deep_searches.TO_ACT_ON))
