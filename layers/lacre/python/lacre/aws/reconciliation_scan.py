"""The events table as a whole, whatever its indexes hold: pages of a consistent scan."""

import hashlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from lacre.aws.failures import store_failures
from lacre.model.canonical import NotCanonicalError
from lacre.model.header import Header
from lacre.model.partition import index_keys
from lacre.ports.events import position_of
from lacre.ports.reconciling import ScannedPage, ScannedRow

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_PLACED = ("position", "source", "time_bucket", "entity_key", "actor_key", "correlation_key", "critical_bucket")
_READ = ("id", "header", *_PLACED)


class EventsScan:
    """`WholeTable` on DynamoDB."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def page(self, after: str | None, limit: int) -> ScannedPage:
        further: dict[str, Any] = {"ExclusiveStartKey": {"id": {"S": after}}} if after is not None else {}
        with store_failures("events table"):
            answer = self._client.scan(
                TableName=self._table,
                ConsistentRead=True,
                Limit=limit,
                ProjectionExpression=", ".join(f"#{name}" for name in _READ),
                ExpressionAttributeNames={f"#{name}": name for name in _READ},
                **further,
            )
        last = answer.get("LastEvaluatedKey")
        return ScannedPage([_row(item) for item in answer["Items"]], last["id"]["S"] if last else None)


def _row(item: Mapping[str, Any]) -> ScannedRow:
    event_id = item["id"]["S"]
    try:
        header = Header.decode(item["header"]["S"].encode())
    except (KeyError, NotCanonicalError):
        return ScannedRow(event_id, None)
    if header.id != event_id:
        return ScannedRow(event_id, None)
    texts = {"position": position_of(header.recorded_at, event_id), "source": header.source.value, **index_keys(header)}
    held = {name: item[name] for name in _PLACED if name in item}
    return ScannedRow(event_id, header, _digest(held) if _contradicts(held, texts) else None)


def _contradicts(held: Mapping[str, Any], texts: Mapping[str, str]) -> bool:
    """Whether an index holds the row elsewhere, or not at all; no index is keyed by the source alone."""
    missing = texts.keys() - held.keys() - {"source"}
    return bool(missing) or any(item != {"S": texts.get(name)} for name, item in held.items())


def _digest(held: Mapping[str, Any]) -> str:
    # Anything can stand there, bytes and sets included.
    return hashlib.sha256(json.dumps(held, sort_keys=True, default=repr).encode()).hexdigest()
