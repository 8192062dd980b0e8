"""An alert as an item of the alerts table (PK `alert_id`; its index has PK `state`, SK `raised_at`)."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from lacre.aws.transaction import TableWrite, put_new, put_over
from lacre.ports.detection import Alert

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_NUMBERS = ("episode", "evidence_count", "version")
_RECOMPUTED = ("window_start", "window_end", "evidence", "evidence_count")


def to_item(alert: Alert) -> dict[str, Any]:
    item: dict[str, Any] = {}
    for name, value in vars(alert).items():
        if name == "evidence":
            item[name] = {"L": [{"S": event_id} for event_id in alert.evidence]}
        else:
            item[name] = {"N" if name in _NUMBERS else "S": str(value)}
    return item


def from_item(item: Mapping[str, Any]) -> Alert:
    """Raises KeyError for an item that is no alert. Attributes that later versions add are left aside."""
    values: dict[str, Any] = {name: item[name] for name in Alert.__dataclass_fields__}
    for name, value in values.items():
        if name == "evidence":
            values[name] = tuple(entry["S"] for entry in value["L"])
        else:
            values[name] = int(value["N"]) if name in _NUMBERS else value["S"]
    return Alert(**values)


def new_alert(table: str, alert: Alert) -> TableWrite:
    return put_new(table, to_item(alert), "alert_id")


def amended_alert(client: "DynamoDBClient", table: str, alert: Alert) -> TableWrite | None:
    """The write that gives a standing alert the evidence of `alert` and keeps all else of it; None if none stands."""
    key = {"alert_id": {"S": alert.alert_id}}
    item = client.get_item(TableName=table, Key=key, ConsistentRead=True).get("Item")
    if item is None:
        return None
    version = int(item["version"]["N"])
    recomputed = {name: value for name, value in to_item(alert).items() if name in _RECOMPUTED}
    return put_over(table, {**item, **recomputed, "version": {"N": str(version + 1)}}, version)
