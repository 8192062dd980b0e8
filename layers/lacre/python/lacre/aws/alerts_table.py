"""The alerts table, and in the windows table the snoozes: `SNOOZE#<group key>`."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from lacre.aws.alert_item import from_item, to_item
from lacre.aws.batch_get import batch_get
from lacre.aws.failures import store_failures
from lacre.aws.state_index import StateIndex
from lacre.aws.transaction import TableWrite, put_new, put_over
from lacre.model import moment
from lacre.ports.alerts import Snooze, Sought
from lacre.ports.detection import Alert
from lacre.ports.events import StateWrite
from lacre.ports.paging import Page

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

    Values = Mapping[str, AttributeValueTypeDef]

BY_GROUP = "by_group"


class AlertsTable:
    """`Alerts` on DynamoDB."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table
        self._by_state = StateIndex(client, table, "alert_id", "raised_at")

    def find(self, alert_id: str) -> Alert | None:
        with store_failures("alerts table"):
            answer = self._client.get_item(
                TableName=self._table, Key={"alert_id": {"S": alert_id}}, ConsistentRead=True
            )
        item = answer.get("Item")
        return from_item(item) if item else None

    def sought(self, sought: Sought, after: str | None, limit: int) -> Page[Alert]:
        given = {"severity": sought.severity, "rule": sought.rule}
        equal = {name: value for name, value in given.items() if value is not None}
        page = self._by_state.newest(sought.status, after, limit, **equal)
        return Page([from_item(item) for item in page.items], page.next)

    def named(self, alert_ids: Sequence[str]) -> Sequence[Alert]:
        found = map(from_item, batch_get(self._client, self._table, "alert_id", alert_ids))
        by_id = {alert.alert_id: alert for alert in found}
        return [by_id[alert_id] for alert_id in alert_ids if alert_id in by_id]

    def of_group(self, group_key: str, limit: int) -> Sequence[Alert]:
        return self._in_group("group_key = :group", {":group": {"S": group_key}}, limit, ascending=False)

    def ending_from(self, group_key: str, at: str, limit: int) -> Sequence[Alert]:
        values: Values = {":group": {"S": group_key}, ":at": {"S": at}}
        return self._in_group("group_key = :group AND window_end >= :at", values, limit, ascending=True)

    def _in_group(self, condition: str, values: "Values", limit: int, *, ascending: bool) -> Sequence[Alert]:
        with store_failures("alerts table"):
            answer = self._client.query(
                TableName=self._table,
                IndexName=BY_GROUP,
                KeyConditionExpression=condition,
                ExpressionAttributeValues=values,
                ScanIndexForward=ascending,
                Limit=limit,
            )
        return [from_item(item) for item in answer["Items"]]

    def replacing(self, alert: Alert, version: int) -> StateWrite:
        return put_over(self._table, to_item(alert), version)


class SnoozesTable:
    """`Snoozes` on DynamoDB."""

    def __init__(self, client: "DynamoDBClient", windows: str) -> None:
        self._client = client
        self._windows = windows

    def of_group(self, group_key: str) -> Snooze | None:
        with store_failures("windows table"):
            answer = self._client.get_item(
                TableName=self._windows, Key={"pk": {"S": snooze_key(group_key)}}, ConsistentRead=True
            )
        item = answer.get("Item")
        return _snooze(item) if item else None

    def placing(self, snooze: Snooze, before: Snooze | None) -> StateWrite:
        texts = {field.name: {"S": getattr(snooze, field.name)} for field in fields(Snooze)}
        expires_at = moment.to_milliseconds(snooze.until) // 1000 + 1
        keys = {"pk": {"S": snooze_key(snooze.group_key)}, "expires_at": {"N": str(expires_at)}}
        item = {**texts, **keys}
        if before is None:
            return put_new(self._windows, item, "pk")
        return TableWrite(
            {
                "Put": {
                    "TableName": self._windows,
                    "Item": item,
                    "ConditionExpression": "snooze_id = :before",
                    "ExpressionAttributeValues": {":before": {"S": before.snooze_id}},
                }
            }
        )


def snooze_key(group_key: str) -> str:
    return f"SNOOZE#{group_key}"


def _snooze(item: Mapping[str, Any]) -> Snooze:
    return Snooze(**{field.name: item[field.name]["S"] for field in fields(Snooze)})
