"""The sweep function: wires the adapters, and runs the job that its payload names, `{"job": "<name>"}`."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from aws_lambda_powertools import Logger, Metrics

from functions.sweep import figures
from functions.sweep.counting import counting
from functions.sweep.deciding import deciding
from functions.sweep.jobs import Part, Run, UnknownJobError, run
from functions.sweep.packing import packing
from functions.sweep.settings import NO_AUTHORITY, Settings
from functions.sweep.summarising import summarising
from identity.aws.sessions_table import SessionsTable
from identity.expiring.expire_sessions import ExpireSessions
from lacre.aws import clients
from lacre.aws.ambient import SystemClock, SystemEntropy
from lacre.aws.archive_bucket import ArchiveBucket
from lacre.aws.blocks_table import BlocksTable
from lacre.aws.compaction_files import CompactionFiles
from lacre.aws.compaction_mark import CompactionMark
from lacre.aws.event_index import EventIndexes
from lacre.aws.event_rows import EventRows
from lacre.aws.events_table import EventsTable
from lacre.aws.flood_counters import FloodCounters
from lacre.aws.log_table import LogTable
from lacre.aws.outage_queue import OutageQueue
from lacre.aws.quarantine_bucket import QuarantineBucket
from lacre.aws.reconciliation_feeder import ArchiveFunction, invoking
from lacre.aws.reconciliation_scan import EventsScan
from lacre.aws.reconciliation_state import ReconciliationState
from lacre.aws.timestamp_authority import HttpTimestampAuthority
from lacre.compacting.compactor import Compactor
from lacre.investigating.expire_blocks import ExpireBlocks
from lacre.reconciling.absence import Absence
from lacre.reconciling.log_check import LogCheck
from lacre.reconciling.log_walk import LogWalk
from lacre.reconciling.marks import place_before
from lacre.reconciling.numbering import Numbering
from lacre.reconciling.planted import PlantedRows
from lacre.reconciling.reconciliation import Reconciliation
from lacre.reconciling.refeeding import Refeeding
from lacre.reconciling.refused import Refused
from lacre.reconciling.table_check import TableCheck
from lacre.reconciling.table_walk import TableWalk
from lacre.reconciling.tally import Tally
from lacre.recording.catching_up import record_waiting, sum_up_floods
from lacre.recording.tampering import Alarms
from lacre.timestamping.stamp_day import StampDay
from lacre.wiring.recorder import recorder_on

settings = Settings.from_env()
logger = Logger(service="sweep", level="INFO", utc=True)
metrics = Metrics(namespace="Lacre", service="sweep")
clock, entropy = SystemClock(), SystemEntropy()
# A quick one: a table that hangs costs its own part's time, and not that of the whole run.
database = clients.dynamodb()
recorder = recorder_on(database, settings.events_table, settings.receipt_key_id)
alarms = Alarms(recorder, EventsTable(database, settings.events_table), "sweep")
backlog = OutageQueue(clients.sqs(), settings.outage_queue_url, clock, entropy)
floods = FloodCounters(database, settings.counters_table)
# Nobody waits for what compares, compacts and stamps the log.
patient, s3 = clients.dynamodb(patient=True), clients.s3(patient=True)
log_table = LogTable(patient, settings.log.log_table)
archive = ArchiveBucket(s3, settings.log.archive_bucket)
expire_sessions = ExpireSessions(SessionsTable(database, settings.sessions_table), recorder, clock)


def _reconciliation() -> Reconciliation:
    kept = ReconciliationState(patient, settings.counters_table)
    numbering = Numbering(kept, clock)
    feeder = ArchiveFunction(invoking(), settings.archive_function)
    log_check = LogCheck(EventRows(patient, settings.events_table), log_table)
    absence = Absence(archive, log_table, kept, clock)
    table_check = TableCheck(log_table, PlantedRows(archive), clock)
    refeeding = Refeeding(log_table, absence, feeder, Refused(kept, clock), clock)
    entries, table = EventIndexes(patient, settings.events_table), EventsScan(patient, settings.events_table)
    return Reconciliation(
        LogWalk(archive, log_table, log_check, numbering, clock),
        TableWalk(entries, table, table_check, refeeding, clock),
        numbering,
        kept,
        clock,
    )


def _compactor() -> Compactor:
    marks = CompactionMark(patient, settings.counters_table)
    kept = ReconciliationState(patient, settings.counters_table)
    files = CompactionFiles(s3, settings.log.log_bucket)
    nearest = partial(place_before, kept)
    return Compactor(log_table, log_table, archive, marks, files, clock, place_before=nearest)


def _stamping() -> Part:
    if settings.timestamp_authority_url == NO_AUTHORITY:
        return lambda: "off"
    return StampDay(log_table, archive, HttpTimestampAuthority(settings.timestamp_authority_url), clock).run


reconciliation = _reconciliation()
SWEPT: Mapping[str, Part] = {
    "outage": lambda: record_waiting(backlog, recorder, clock),
    "floods": lambda: sum_up_floods(floods, recorder, clock),
    "sessions": expire_sessions,
    "blocks": ExpireBlocks(BlocksTable(database, settings.detection.blocks_table), recorder, clock),
}
COMPACTED: Mapping[str, Part] = {"leaves": _compactor().run}
STAMPED: Mapping[str, Part] = {"stamps": _stamping()}
quarantine = QuarantineBucket(s3, settings.detection.failures_bucket, "fraud")
DECIDED = deciding(database, settings.detection, settings.events_table, quarantine, recorder, clock)
COUNTED = counting(patient, settings.users_table, settings.detection.windows_table)
PACKED = packing(patient, settings.ledger_table, clock, entropy)
TABLES = (settings.events_table, settings.counters_table)
SUMMARISED = summarising(patient, s3, TABLES, settings.detection.failures_bucket, log_table, clock)


def _reconcile(payload: Mapping[str, Any]) -> Run:
    """With `"scope": "all"`, everything from the beginning; each part says whether it came to the end."""
    scopes = {"": reconciliation.by_the_clock, "all": reconciliation.of_all}
    scope = str(payload.get("scope", ""))
    if scope not in scopes:
        raise UnknownJobError("reconcile has the scope all, or none")
    tally = Tally(alarms, partial(figures.ring, metrics))
    try:
        return run("reconcile", scopes[scope](tally), recorder)
    finally:
        figures.emit(metrics, tally, clock.now())


JOBS: Mapping[str, Callable[[Mapping[str, Any]], Run]] = {
    "sweep": lambda _: run("sweep", SWEPT, recorder),
    "reconcile": _reconcile,
    "compact": lambda _: run("compact", COMPACTED, recorder),
    "timestamp": lambda _: run("timestamp", STAMPED, recorder),
    "pack": lambda _: run("pack", PACKED, recorder),
    "decide": lambda _: run("decide", DECIDED, recorder),
    "count": lambda _: run("count", COUNTED, recorder),
    "summarise": lambda _: run("summarise", SUMMARISED, recorder),
}


def handler(event: dict[str, Any], _: object) -> dict[str, Any]:
    job = str(event.get("job"))
    if job not in JOBS:
        raise UnknownJobError("the payload names no job of this function")
    done = dict(JOBS[job](event).done)
    logger.info("ran", extra={"job": job, "done": done})
    return done
