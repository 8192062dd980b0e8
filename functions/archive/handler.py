"""The archive function: wires the adapters, seals what the stream and the reconciliation bring, and rotates keys.

A transient fault raises, and the delivery comes again; a record that holds no event is quarantined and blocks nothing.
"""

from collections.abc import Sequence
from typing import Any, Protocol

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

from functions.archive.cosigning import Cosigning
from functions.archive.delivery import sort_records
from functions.archive.refeed import Refeed
from functions.archive.requests import Delivered, Request, Rotate, Unsealed, request_of
from functions.archive.sealing import Sealing
from functions.archive.settings import Settings
from lacre.aws import clients
from lacre.aws.ambient import SystemClock
from lacre.aws.archive_bucket import ArchiveBucket
from lacre.aws.events_table import EventsTable
from lacre.aws.kms_signer import KmsSigner
from lacre.aws.log_table import LogTable
from lacre.aws.public_log_bucket import PublicLogBucket
from lacre.aws.quarantine_bucket import QuarantineBucket
from lacre.aws.witness_client import HttpWitnessClient
from lacre.aws.witness_list import witnesses_in
from lacre.recording.tampering import Alarms
from lacre.sealing.intake import Intake
from lacre.sealing.keyring import Keyring
from lacre.sealing.publication import Publisher
from lacre.sealing.rotation import Rotation
from lacre.sealing.sealer import Sealer
from lacre.wiring.recorder import recorder_on
from lacre.witnessing.submission import Submission

settings = Settings.from_env()
logger = Logger(service="archive", level="INFO", utc=True)
metrics = Metrics(namespace="Lacre", service="archive")
clock = SystemClock()
database, patient = clients.dynamodb(), clients.dynamodb(patient=True)
s3, kms = clients.s3(patient=True), clients.kms()
held = {key_id: KmsSigner(kms, key_id) for key_id in settings.checkpoint_key_ids.split(",")}
log_table = LogTable(patient, settings.log.log_table)
archive = ArchiveBucket(s3, settings.log.archive_bucket)
public_log = PublicLogBucket(s3, settings.log.log_bucket)
events = EventsTable(database, settings.events_table)
recorder = recorder_on(database, settings.events_table, settings.receipt_key_id)
alarms = Alarms(recorder, events)
keyring = Keyring(settings.log_origin, list(held.values()))
sealer = Sealer(log_table, log_table, archive, Publisher(log_table, log_table, archive, public_log, keyring))
witnesses = witnesses_in(clients.ssm(), settings.witnesses_parameter)
submission = Submission(public_log, archive, witnesses, HttpWitnessClient(), clock)
sealing = Sealing(
    Intake(sealer, alarms),
    QuarantineBucket(s3, settings.failures_bucket, "archive"),
    Cosigning(submission, alarms, logger, metrics),
    clock,
    logger,
    metrics,
)
refeed = Refeed(patient, settings.events_table, sealing)
rotation = Rotation(sealer, held, recorder, events, refeed.feed)


class Context(Protocol):
    """What is read of Lambda's own context."""

    @property
    def invoked_function_arn(self) -> str: ...


def handler(event: dict[str, Any], context: Context) -> dict[str, Any] | None:
    """None for a delivery of the stream; otherwise what was done. Raises UnknownRequestError."""
    answer: dict[str, Any] | None = _answer(request_of(event, context.invoked_function_arn), context)
    return answer


@metrics.log_metrics
def _answer(request: Request, _: Context) -> dict[str, Any] | None:
    match request:
        case Delivered(records):
            sealing.take(sort_records(records))
            return None
        case Unsealed(event_ids):
            return refeed.feed(event_ids)
        case Rotate(names):
            return _rotate(names)


def _rotate(names: Sequence[str]) -> dict[str, Any]:
    metrics.add_metric("RotationsAsked", MetricUnit.Count, 1)
    try:
        generation = rotation.rotate(names)
    finally:
        sealing.tell_repairs()
    keys = [key.encode() for key in generation.keys]
    logger.info("these keys sign from now on", extra={"first_size": generation.first_size, "vkeys": keys})
    return {"first_size": generation.first_size, "keys": keys}
