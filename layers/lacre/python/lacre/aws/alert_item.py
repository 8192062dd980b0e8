"""An alert as an item of the alerts table (PK `alert_id`). Its status is the attribute `state`: the index `by_state`
has PK `state` and SK `raised_at`; the index `by_group` has PK `group_key` and SK `window_end`."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from lacre.aws.note_list import notes_of, stored_notes
from lacre.aws.transaction import TableWrite, put_new, put_over
from lacre.ports.detection import Alert

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_NUMBERS = frozenset(("episode", "evidence_count", "version"))


def to_item(alert: Alert) -> dict[str, Any]:
    """What is None has no attribute."""
    values = {_attribute(name): value for name, value in vars(alert).items() if value is not None}
    item: dict[str, Any] = {
        name: {"N" if name in _NUMBERS else "S": str(value)}
        for name, value in values.items()
        if name not in ("evidence", "notes")
    }
    item["evidence"] = {"L": [{"S": event_id} for event_id in alert.evidence]}
    item["notes"] = stored_notes(alert.notes)
    return item


def from_item(item: Mapping[str, Any]) -> Alert:
    """Raises KeyError or TypeError for an item that is no alert. What later versions add is left aside."""
    values: dict[str, Any] = {}
    for name in Alert.__dataclass_fields__:
        attribute = item.get(_attribute(name))
        if attribute is not None and name not in ("evidence", "notes"):
            values[name] = int(attribute["N"]) if name in _NUMBERS else attribute["S"]
    values["evidence"] = tuple(entry["S"] for entry in item["evidence"]["L"])
    values["notes"] = notes_of(item["notes"])
    return Alert(**values)


def new_alert(table: str, alert: Alert) -> TableWrite:
    return put_new(table, to_item(alert), "alert_id")


def amended_alert(client: "DynamoDBClient", table: str, alert: Alert) -> TableWrite | None:
    """The write that puts `alert` over the version before its own; None if none stands. What later versions of us add
    to an item is kept."""
    key = {"alert_id": {"S": alert.alert_id}}
    item = client.get_item(TableName=table, Key=key, ConsistentRead=True).get("Item")
    if item is None:
        return None
    ours = {_attribute(name) for name in Alert.__dataclass_fields__}
    added = {name: value for name, value in item.items() if name not in ours}
    return put_over(table, {**added, **to_item(alert)}, alert.version - 1)


def _attribute(name: str) -> str:
    return "state" if name == "status" else name
