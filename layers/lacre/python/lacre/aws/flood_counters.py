"""Counters of anonymous denials in DynamoDB: one item for each minute, kind and address."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lacre.aws.failures import store_failures
from lacre.model import moment
from lacre.ports.floods import Flood
from lacre.recording.flood import KEPT_S, LIMIT

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

_MARK = "SUMMED_UP"


class FloodCounters:
    """`FloodCounter` and `FloodLedger`: pk `FLOOD#<minute>`, sk `<kind>#<ip address>`, and a mark without expiry."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def count(self, minute: str, kind: str, ip_address: str) -> int:
        expires_at = moment.to_milliseconds(f"{minute}:00.000Z") // 1000 + KEPT_S
        with store_failures("counters table"):
            answer = self._client.update_item(
                TableName=self._table,
                Key=_key(minute, kind, ip_address),
                UpdateExpression="ADD #count :one SET expires_at = :expires_at",
                ExpressionAttributeNames={"#count": "count"},
                ExpressionAttributeValues={":one": {"N": "1"}, ":expires_at": {"N": str(expires_at)}},
                ReturnValues="UPDATED_NEW",
            )
        return int(answer["Attributes"]["count"]["N"])

    def floods(self, minute: str) -> Sequence[Flood]:
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": _partition(minute)}},
            ConsistentRead=True,
        )
        with store_failures("counters table"):
            counted = [_flood(minute, item["sk"]["S"], item["count"]["N"]) for page in pages for item in page["Items"]]
        return [flood for flood in counted if flood.count > LIMIT]

    def forget(self, flood: Flood) -> None:
        with store_failures("counters table"):
            self._client.delete_item(TableName=self._table, Key=_key(flood.minute, flood.kind, flood.ip_address))

    def last_summed(self) -> str | None:
        with store_failures("counters table"):
            answer = self._client.query(
                TableName=self._table,
                KeyConditionExpression="pk = :pk",
                ExpressionAttributeValues={":pk": {"S": _MARK}},
                ConsistentRead=True,
            )
        return next((item["last_minute"]["S"] for item in answer["Items"]), None)

    def note_summed(self, minute: str) -> None:
        with store_failures("counters table"):
            self._client.update_item(
                TableName=self._table,
                Key={"pk": {"S": _MARK}, "sk": {"S": _MARK}},
                UpdateExpression="SET last_minute = :minute",
                ExpressionAttributeValues={":minute": {"S": minute}},
            )


def _partition(minute: str) -> str:
    return f"FLOOD#{minute}"


def _key(minute: str, kind: str, ip_address: str) -> "dict[str, AttributeValueTypeDef]":
    return {"pk": {"S": _partition(minute)}, "sk": {"S": f"{kind}#{ip_address}"}}


def _flood(minute: str, sort: str, count: str) -> Flood:
    kind, _, ip_address = sort.rpartition("#")
    return Flood(minute, kind, ip_address, int(count))
