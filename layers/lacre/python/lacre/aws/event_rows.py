"""Rows of the events table by id, as they are."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from lacre.aws.batch_get import batch_get
from lacre.ports.rows import StoredRow

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class EventRows:
    """`RowReader` on DynamoDB."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def rows(self, event_ids: Sequence[str]) -> Mapping[str, StoredRow]:
        found = (_row(item) for item in batch_get(self._client, self._table, "id", event_ids))
        return {row.event_id: row for row in found}


def _row(item: Mapping[str, Any]) -> StoredRow:
    header, body, receipt = (item.get(name, {}).get("S", "") for name in ("header", "body", "receipt"))
    return StoredRow(item["id"]["S"], header, body, receipt)
