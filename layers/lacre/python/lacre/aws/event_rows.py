"""Rows of the events table by id, as they are."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from lacre.aws.failures import store_failures
from lacre.ports.errors import StoreUnavailableError
from lacre.ports.rows import StoredRow

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_AT_ONCE = 100
_ROUNDS = 8


class EventRows:
    """`RowReader` on DynamoDB."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def rows(self, event_ids: Sequence[str]) -> Mapping[str, StoredRow]:
        ids = list(dict.fromkeys(event_ids))
        chunks = (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))
        found = (_row(item) for chunk in chunks for item in self._items(chunk))
        return {row.event_id: row for row in found}

    def _items(self, event_ids: Sequence[str]) -> Iterator[Mapping[str, Any]]:
        # Sixteen megabytes are the most that one answer holds: what is left out is asked for again.
        keys: list[Any] = [{"id": {"S": one}} for one in event_ids]
        for _ in range(_ROUNDS):
            with store_failures("events table"):
                answer = self._client.batch_get_item(RequestItems={self._table: {"Keys": keys, "ConsistentRead": True}})
            yield from answer["Responses"].get(self._table, [])
            left = answer["UnprocessedKeys"].get(self._table)
            keys = [*left["Keys"]] if left else []
            if not keys:
                return
        raise StoreUnavailableError("events table: unprocessed keys")


def _row(item: Mapping[str, Any]) -> StoredRow:
    header, body, receipt = (item.get(name, {}).get("S", "") for name in ("header", "body", "receipt"))
    return StoredRow(item["id"]["S"], header, body, receipt)
