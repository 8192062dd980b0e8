"""What reconciliation keeps between runs, in the counters table: pk is the kind, sk the name; it never expires."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from lacre.aws.failures import store_failures
from lacre.ports.reconciling import Kept, Kind

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class ReconciliationState:
    """`KeptState` on DynamoDB."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def read(self, kind: Kind, name: str) -> Kept:
        with store_failures("counters table"):
            answer = self._client.get_item(TableName=self._table, Key=_key(kind, name), ConsistentRead=True)
        return _kept(answer["Item"]) if "Item" in answer else Kept(kind, name)

    def replace(self, old: Kept, text: str) -> Kept | None:
        new = Kept(old.kind, old.name, text, old.version + 1)
        with store_failures("counters table"):
            try:
                self._client.put_item(
                    TableName=self._table,
                    Item={**_key(old.kind, old.name), "text": {"S": text}, "version": {"N": str(new.version)}},
                    ConditionExpression="#version = :old" if old.version else "attribute_not_exists(pk)",
                    **(_version_condition(old.version) if old.version else {}),
                )
            except self._client.exceptions.ConditionalCheckFailedException:
                return None
        return new

    def all_of(self, kind: Kind) -> Iterator[Kept]:
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": kind.value}},
            ConsistentRead=True,
        )
        with store_failures("counters table"):
            for page in pages:
                yield from map(_kept, page["Items"])


def _key(kind: Kind, name: str) -> dict[str, Any]:
    return {"pk": {"S": kind.value}, "sk": {"S": name}}


def _version_condition(version: int) -> dict[str, Any]:
    return {
        "ExpressionAttributeNames": {"#version": "version"},
        "ExpressionAttributeValues": {":old": {"N": str(version)}},
    }


def _kept(item: Mapping[str, Any]) -> Kept:
    return Kept(Kind(item["pk"]["S"]), item["sk"]["S"], item["text"]["S"], int(item["version"]["N"]))
