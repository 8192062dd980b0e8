"""Rows of the hedge table: a kind of entity is a partition, sorted by id. Every read is consistent."""

from bisect import bisect_right
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

    def taken(self, entity_ids: Collection[str]) -> set[str]:
        """Which of the ids are there. Raises StoreUnavailableError.

        Ids begin with the moment that they were made at, so that few rows lie between ids of about the same time: one
        Query goes from the least to the greatest. It reads at most as many rows as ids are asked for, however many lie
        between; the ids that it does not come to are asked for by their keys.
        """
        asked = sorted(set(entity_ids))
        if not asked:
            return set()
        between, last = self._ids_between(asked[0], asked[-1], len(asked))
        unread = [] if last is None else asked[bisect_right(asked, last) :]
        return between.intersection(asked) | {item["sk"]["S"] for item in self.found(unread)}

    def _ids_between(self, low: str, high: str, limit: int) -> tuple[set[str], str | None]:
        """Those of the first rows from one id to another, both inclusive; and the last that was read if more follow."""
        with store_failures(STORE):
            answer = self._client.query(
                TableName=self._table,
                KeyConditionExpression="pk = :kind AND sk BETWEEN :low AND :high",
                ExpressionAttributeValues={":kind": {"S": self._kind}, ":low": {"S": low}, ":high": {"S": high}},
                ProjectionExpression="sk",
                ConsistentRead=True,
                Limit=limit,
            )
        last = answer.get("LastEvaluatedKey")
        return {item["sk"]["S"] for item in answer["Items"]}, last["sk"]["S"] if last else None

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
