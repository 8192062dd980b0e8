"""The archive function: wires the adapters, and seals each delivery of the stream.

A transient fault raises, and the delivery comes again; a record that holds no event is quarantined and blocks nothing.
"""

from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

from functions.archive.delivery import sort_records
from functions.archive.settings import Settings
from lacre.aws import clients
from lacre.aws.ambient import SystemClock
from lacre.aws.archive_bucket import ArchiveBucket
from lacre.aws.events_table import EventsTable
from lacre.aws.kms_signer import KmsSigner
from lacre.aws.log_table import LogTable
from lacre.aws.public_log_bucket import PublicLogBucket
from lacre.aws.quarantine_bucket import QuarantineBucket
from lacre.model import moment
from lacre.sealing.intake import Intake
from lacre.sealing.publication import Publisher
from lacre.sealing.sealer import Sealed, Sealer
from lacre.sealing.tampering import Alarms
from lacre.wiring.recorder import recorder_on

settings = Settings.from_env()
logger = Logger(service="archive", level="INFO", utc=True)
metrics = Metrics(namespace="Lacre", service="archive")
clock = SystemClock()
quarantine = QuarantineBucket(clients.s3(patient=True), settings.failures_bucket, "archive")


def _intake() -> Intake:
    s3 = clients.s3(patient=True)
    log_table = LogTable(clients.dynamodb(patient=True), settings.log_table)
    archive = ArchiveBucket(s3, settings.archive_bucket)
    public_log = PublicLogBucket(s3, settings.log_bucket)
    signer = KmsSigner(clients.kms(), settings.checkpoint_key_id)
    publisher = Publisher(log_table, log_table, archive, public_log, signer, settings.log_origin)
    database = clients.dynamodb()
    recorder = recorder_on(database, settings.events_table, settings.receipt_key_id)
    alarms = Alarms(recorder, EventsTable(database, settings.events_table))
    return Intake(Sealer(log_table, log_table, archive, publisher), alarms)


intake = _intake()


@metrics.log_metrics
def handler(event: dict[str, Any], _: object) -> None:
    delivery = sort_records(event["Records"])
    for poison in delivery.poison:
        quarantine.put(poison.name, poison.record, poison.reason)
        logger.error("quarantined", extra={"record": poison.name, "reason": poison.reason})
    try:
        sealed = intake.take(delivery.inserted, delivery.findings)
    finally:
        _tell_repairs(intake.sealer.publisher.repaired)
    _tell(sealed, len(delivery.poison), len(delivery.findings) + len(sealed.contradicting))


def _tell_repairs(repaired: list[str]) -> None:
    """Told even if sealing failed afterwards: somebody, or something, wrote to the log's bucket."""
    metrics.add_metric("LogRepaired", MetricUnit.Count, len(repaired))
    if repaired:
        logger.error("the public log was damaged and repaired", extra={"paths": list(repaired)})
    repaired.clear()


def _tell(sealed: Sealed, quarantined: int, tampered: int) -> None:
    metrics.add_metric("EventsSealed", MetricUnit.Count, sealed.added)
    metrics.add_metric("Quarantined", MetricUnit.Count, quarantined)
    metrics.add_metric("LogTampered", MetricUnit.Count, tampered)
    if sealed.oldest is not None:
        delay = (clock.now() - moment.to_milliseconds(sealed.oldest)) / 1000
        metrics.add_metric("SealDelay", MetricUnit.Seconds, delay)
    logger.info("sealed", extra={"added": sealed.added, "size": sealed.head.size, "tampered": tampered})
