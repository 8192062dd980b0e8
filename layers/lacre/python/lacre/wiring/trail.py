"""The trail of an HTTP function on AWS: made once by its handler, asks nothing of the network until it is used."""

from typing import TYPE_CHECKING

from aws_lambda_powertools import Logger

from lacre.aws import clients
from lacre.aws.ambient import SystemClock, SystemEntropy
from lacre.aws.answers_table import AnswersTable
from lacre.aws.archive_bucket import ArchiveBucket
from lacre.aws.events_table import EventsTable
from lacre.aws.flood_counters import FloodCounters
from lacre.aws.outage_queue import OutageQueue
from lacre.http.application import Probe
from lacre.http.trail import Authenticator, Trail
from lacre.settings import TrailSettings
from lacre.wiring.recorder import recorder_on

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


def trail(settings: TrailSettings, authenticator: Authenticator, database: "DynamoDBClient", name: str) -> Trail:
    """`name` is the function's, as its log lines carry it."""
    clock = SystemClock()
    return Trail(
        recorder=recorder_on(database, settings.events_table, settings.receipt_key_id),
        authenticator=authenticator,
        floods=FloodCounters(database, settings.counters_table),
        outage=OutageQueue(clients.sqs(), settings.outage_queue_url, clock, SystemEntropy()),
        answers=AnswersTable(database, settings.answers_table),
        attachments=ArchiveBucket(clients.s3(), settings.archive_bucket),
        clock=clock,
        logger=Logger(service=name, level="INFO", utc=True),
    )


def events_probe(settings: TrailSettings, database: "DynamoDBClient") -> Probe:
    """Asks the events table for an event that does not exist."""
    table = EventsTable(database, settings.events_table)

    def probe() -> None:
        table.event("readiness")

    return probe
