"""Summaries in the counters table: pk `SUMMARY`, sk the hour; pk and sk `QUARANTINE` is what was counted there."""

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

from lacre.aws.failures import store_failures
from lacre.model import moment
from lacre.ports.summaries import Quarantined, Ranking, Summary

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

KEPT_S = 14 * 24 * 60 * 60
_PARTITION = "SUMMARY"
_NOTE: Mapping[str, Any] = {"pk": {"S": "QUARANTINE"}, "sk": {"S": "QUARANTINE"}}
_RANKINGS = ("actors", "actions", "ip_addresses")
_TABLE = "counters table"


class SummariesTable:
    """`Summaries` and `QuarantineNote` on DynamoDB."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def between(self, first: str, last: str) -> Mapping[str, Summary]:
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            KeyConditionExpression="pk = :pk AND sk BETWEEN :first AND :last",
            ExpressionAttributeValues={":pk": {"S": _PARTITION}, ":first": {"S": first}, ":last": {"S": last}},
        )
        with store_failures(_TABLE):
            found = [_summary(item) for page in pages for item in page["Items"]]
        return {one.hour: one for one in found if one is not None}

    def keep(self, summary: Summary) -> bool:
        with store_failures(_TABLE):
            try:
                self._client.put_item(
                    TableName=self._table,
                    Item=_item(summary),
                    ConditionExpression="attribute_not_exists(pk) OR #until <= :until",
                    ExpressionAttributeNames={"#until": "until"},
                    ExpressionAttributeValues={":until": {"S": summary.until}},
                )
            except self._client.exceptions.ConditionalCheckFailedException:
                return False
        return True

    def quarantined(self) -> Quarantined | None:
        with store_failures(_TABLE):
            item = self._client.get_item(TableName=self._table, Key=_NOTE).get("Item")
        return Quarantined(**json.loads(item["text"]["S"])) if item else None

    def note_quarantined(self, found: Quarantined) -> None:
        with store_failures(_TABLE):
            self._client.put_item(TableName=self._table, Item={**_NOTE, "text": {"S": json.dumps(asdict(found))}})


def _item(summary: Summary) -> dict[str, Any]:
    hour_starts = moment.to_milliseconds(f"{summary.hour}:00:00.000Z") // 1000
    return {
        "pk": {"S": _PARTITION},
        "sk": {"S": summary.hour},
        "until": {"S": summary.until},
        "text": {"S": json.dumps(asdict(summary), sort_keys=True)},
        "expires_at": {"N": str(hour_starts + KEPT_S)},
    }


def _summary(item: Mapping[str, Any]) -> Summary | None:
    """None for what is no summary of its hour: it is counted again."""
    try:
        given: dict[str, Any] = json.loads(item["text"]["S"])
        given |= {name: _ranking(given[name]) for name in _RANKINGS}
        summary = Summary(**given)
    except (KeyError, TypeError, ValueError):
        return None
    is_whole = set(given) == {one.name for one in fields(Summary)}
    return summary if is_whole and (summary.hour, summary.until) == (item["sk"]["S"], item["until"]["S"]) else None


def _ranking(given: Mapping[str, Any]) -> Ranking:
    return Ranking(tuple((str(name), int(count)) for name, count in given["listed"]), int(given["others"]))
