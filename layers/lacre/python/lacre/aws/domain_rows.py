"""Rows of domain tables: PynamoDB models say what is in them and (de)serialise it.

They are read through the one client that the function has. A model's own connection would be a second client for each
model, with timeouts of its own: 0.6 s for the first read of each, measured beside 0.01 s through the client at hand.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pynamodb.models import Model

from lacre.aws.failures import store_failures
from lacre.aws.transaction import TableWrite, put_new, put_over

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

Row = TypeVar("Row", bound=Model)


class DomainRows(Generic[Row]):
    """Rows of one model in a table whose partition key is `key`."""

    def __init__(self, client: "DynamoDBClient", table: str, row: type[Row], key: str = "pk") -> None:
        self._client = client
        self._table = table
        self._row = row
        self._key = key

    def find(self, key: str) -> Row | None:
        """By a consistent read. Raises StoreUnavailableError."""
        with store_failures("domain table"):
            answer = self._client.get_item(TableName=self._table, Key={self._key: {"S": key}}, ConsistentRead=True)
        item = answer.get("Item")
        return self._read(item) if item else None

    def query(self, limit: int, **query: Any) -> Sequence[Row]:
        """At most `limit` rows that Query finds with these parameters. Raises StoreUnavailableError."""
        found: list[Mapping[str, Any]] = []
        while len(found) < limit:
            with store_failures("domain table"):
                answer = self._client.query(TableName=self._table, Limit=limit - len(found), **query)
            found += answer["Items"]
            if "LastEvaluatedKey" not in answer:
                break
            query["ExclusiveStartKey"] = answer["LastEvaluatedKey"]
        return [self._read(item) for item in found]

    def count(self, **query: Any) -> int:
        """How many rows Query finds with these parameters. Raises StoreUnavailableError."""
        pages = self._client.get_paginator("query").paginate(TableName=self._table, Select="COUNT", **query)
        with store_failures("domain table"):
            return sum(page["Count"] for page in pages)

    def putting_new(self, fields: Mapping[str, Any]) -> TableWrite:
        """The write that puts a row under a key that is not taken."""
        return put_new(self._table, self._row(**fields).serialize(), self._key)

    def putting_over(self, fields: Mapping[str, Any], version: int) -> TableWrite:
        """The write that puts a row over the one of this version."""
        return put_over(self._table, self._row(**fields).serialize(), version)

    def _read(self, item: Mapping[str, Any]) -> Row:
        return self._row.from_raw_data(dict(item))
