"""The job that counts the hours for the dashboard, and what lies in quarantine."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from functions.sweep.jobs import Part
from lacre.aws.event_index import EventIndexes
from lacre.aws.quarantined_objects import QuarantineCount
from lacre.aws.summaries_table import SummariesTable
from lacre.model.partition import SHARDS
from lacre.ports.ambient import Clock
from lacre.ports.sealing import HeadStore
from lacre.summarising.lanes import Lanes
from lacre.summarising.note_quarantine import NoteQuarantine
from lacre.summarising.summarise_hours import SummariseHours

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client


def summarising(
    client: "DynamoDBClient",
    s3: "S3Client",
    tables: tuple[str, str],
    failures_bucket: str,
    heads: HeadStore,
    clock: Clock,
) -> Mapping[str, Part]:
    """The parts of the job; `tables` are those of events and of counters. Nobody waits for it."""
    events_table, counters_table = tables
    summaries = SummariesTable(client, counters_table)
    lanes = Lanes(EventIndexes(client, events_table), ThreadPoolExecutor(SHARDS, "lane"))
    return {
        "hours": SummariseHours(lanes, heads, summaries, clock),
        "quarantine": NoteQuarantine(QuarantineCount(s3, failures_bucket), summaries, clock),
    }
