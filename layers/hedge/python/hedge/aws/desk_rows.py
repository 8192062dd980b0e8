"""Rows of the hedge table: a kind of entity is a partition, sorted by id. Every read is consistent."""

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from lacre.aws.batch_get import batch_get_keys
from lacre.aws.cursor import position_of_cursor, to_cursor
from lacre.aws.failures import store_failures
from lacre.model.identifier import is_uuid
from lacre.ports.paging import BadPositionError, Page

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

Item = Mapping[str, Any]
"""An item in attribute-value form."""

STORE = "hedge table"
# Neither a kind nor an id holds it.
_SEPARATOR = "\x1f"


def key_of(kind: str, sort: str) -> dict[str, Any]:
    return {"pk": {"S": kind}, "sk": {"S": sort}}


class DeskRows:
    """Rows of one kind."""

    def __init__(self, client: "DynamoDBClient", table: str, kind: str) -> None:
        self._client = client
        self._table = table
        self._kind = kind

    def find(self, entity_id: str) -> Item | None:
        """Raises StoreUnavailableError."""
        with store_failures(STORE):
            key = key_of(self._kind, entity_id)
            answer = self._client.get_item(TableName=self._table, Key=key, ConsistentRead=True)
        return answer.get("Item")

    def found(self, entity_ids: Collection[str]) -> Iterator[Item]:
        """Those that exist, in no order. Raises StoreUnavailableError."""
        keys = [{"pk": self._kind, "sk": one} for one in dict.fromkeys(entity_ids)]
        return batch_get_keys(self._client, self._table, keys)

    def listed(self, after: str | None, limit: int) -> Page[Item]:
        """In the order of their ids. Raises BadPositionError, StoreUnavailableError."""
        query: dict[str, Any] = {
            "KeyConditionExpression": "pk = :kind",
            "ExpressionAttributeValues": {":kind": {"S": self._kind}},
        }
        if after is not None:
            query["ExclusiveStartKey"] = key_of(self._kind, self._start(after))
        # One more than asked for tells whether there is a next page.
        items = self._query(limit + 1, query)
        page = items[:limit]
        return Page(page, self._cursor(page[-1]) if len(items) > limit else None)

    def _query(self, limit: int, query: dict[str, Any]) -> list[Item]:
        found: list[Item] = []
        while len(found) < limit:
            with store_failures(STORE):
                answer = self._client.query(
                    TableName=self._table, Limit=limit - len(found), ConsistentRead=True, **query
                )
            found += answer["Items"]
            if "LastEvaluatedKey" not in answer:
                break
            query["ExclusiveStartKey"] = answer["LastEvaluatedKey"]
        return found

    def _cursor(self, item: Item) -> str:
        return to_cursor(self._kind + _SEPARATOR + item["sk"]["S"])

    def _start(self, cursor: str) -> str:
        """The id to list after. Raises BadPositionError for a cursor of another kind's list."""
        kind, _, entity_id = position_of_cursor(cursor).partition(_SEPARATOR)
        if kind != self._kind or not is_uuid(entity_id):
            raise BadPositionError
        return entity_id
