"""Events that the stream did not bring: their rows, read as they are now, take the way of a delivery."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from functions.archive.delivery import sort_records
from functions.archive.sealing import Sealing
from lacre.aws.batch_get import batch_get

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_SEQUENCE = "refed"
"""In place of a stream's sequence number, which these records do not have."""


@dataclass(frozen=True)
class Refeed:
    client: "DynamoDBClient"
    events_table: str
    sealing: Sealing

    def feed(self, event_ids: Sequence[str]) -> dict[str, Any]:
        """Seal those of the events that are not; what holds no event is quarantined.

        Answers how many were added to the log, which ids have no row, and which rows hold no event. Idempotent.
        Raises StoreUnavailableError and what Sealing.take raises.
        """
        records = [_record(item) for item in batch_get(self.client, self.events_table, "id", event_ids)]
        delivery = sort_records(records)
        sealed = self.sealing.take(delivery)
        found = {_id(record) for record in records}
        return {
            "sealed": sealed.added,
            "absent": [event_id for event_id in dict.fromkeys(event_ids) if event_id not in found],
            "unreadable": [_id(poison.record) for poison in delivery.poison],
        }


def _record(item: Mapping[str, Any]) -> Mapping[str, Any]:
    """The row as the stream would have brought it: so nothing is sealed that would not have been."""
    change = {"Keys": {"id": item["id"]}, "NewImage": item, "SequenceNumber": _SEQUENCE}
    return {"eventName": "INSERT", "dynamodb": change}


def _id(record: Mapping[str, Any]) -> str:
    return str(record["dynamodb"]["Keys"]["id"]["S"])
