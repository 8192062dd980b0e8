"""The tables as the stacks define them, for engines that the tests create them in; tests/infra holds both equal."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

Key = tuple[str, str]
"""An attribute and its type."""


@dataclass(frozen=True)
class Shape:
    """A table's key, and its indexes with what they project (None: everything)."""

    key: tuple[Key, ...]
    indexes: Mapping[str, tuple[tuple[Key, ...], list[str] | None]] = field(default_factory=dict)
    streams: bool = False


def _by(attribute: str) -> tuple[tuple[Key, ...], list[str] | None]:
    return ((attribute, "S"), ("position", "S")), ["header"]


_BY_PLACE: tuple[tuple[Key, ...], list[str] | None] = ((("place", "S"), ("sort", "S")), None)

TABLES: Mapping[str, Shape] = {
    "events": Shape(
        (("id", "S"),),
        {
            "by_time": _by("time_bucket"),
            "by_entity": _by("entity_key"),
            "by_actor": _by("actor_key"),
            "by_correlation": _by("correlation_key"),
            "by_critical": _by("critical_bucket"),
        },
        streams=True,
    ),
    "log": Shape((("pk", "S"),)),
    "windows": Shape((("pk", "S"),), {"by_due": ((("due", "S"), ("due_at", "N")), ["rule", "group"])}),
    "alerts": Shape(
        (("alert_id", "S"),),
        {
            "by_state": ((("state", "S"), ("raised_at", "S")), None),
            "by_group": ((("group_key", "S"), ("window_end", "S")), None),
        },
    ),
    "cases": Shape((("case_id", "S"),), {"by_state": ((("state", "S"), ("opened_at", "S")), None)}),
    "blocks": Shape(
        (("actor_id", "S"),),
        {
            "by_state": ((("state", "S"), ("placed_at", "S")), None),
            "by_block": ((("block_id", "S"),), None),
        },
    ),
    "users": Shape((("pk", "S"),), {"by_listing": ((("listing", "S"), ("user_id", "S")), None)}),
    "sessions": Shape(
        (("session_id", "S"),),
        {
            "by_expiry": ((("state", "S"), ("expires_at", "N")), None),
            "by_user": ((("user_id", "S"), ("started_at", "N")), ["state"]),
        },
    ),
    "hedge": Shape((("pk", "S"), ("sk", "S"))),
    "ledger": Shape((("pk", "S"), ("sk", "S"))),
    "counters": Shape((("pk", "S"), ("sk", "S"))),
    "network": Shape(
        (("pk", "S"),),
        {
            "by_place": _BY_PLACE,
            "by_agent": ((("agent_key", "S"), ("id", "S")), None),
            "by_merchant": ((("merchant_key", "S"), ("id", "S")), None),
            "by_pos": ((("pos_key", "S"), ("id", "S")), None),
        },
    ),
    "jurisdictions": Shape((("pk", "S"),), {"by_place": _BY_PLACE}),
    "answers": Shape((("request", "S"),)),
    "exports": Shape(
        (("job_id", "S"),),
        {
            "by_asker": ((("asked_by", "S"), ("asked_at", "S")), None),
            "by_listing": ((("listing", "S"), ("asked_at", "S")), None),
        },
    ),
}


def create(client: "DynamoDBClient", name: str, table: str | None = None) -> str:
    """Create one of the tables, under its own name or another, and return that."""
    client.create_table(TableName=table or name, BillingMode="PAY_PER_REQUEST", **definition(TABLES[name]))
    return table or name


def definition(shape: Shape) -> dict[str, Any]:
    """The parameters of CreateTable that tell a table's shape."""
    attributes = dict(shape.key)
    for keys, _ in shape.indexes.values():
        attributes.update(keys)
    parameters: dict[str, Any] = {
        "AttributeDefinitions": [{"AttributeName": name, "AttributeType": of} for name, of in attributes.items()],
        "KeySchema": _schema(shape.key),
    }
    if shape.indexes:
        parameters["GlobalSecondaryIndexes"] = [
            {"IndexName": name, "KeySchema": _schema(keys), "Projection": _projection(projected)}
            for name, (keys, projected) in shape.indexes.items()
        ]
    if shape.streams:
        parameters["StreamSpecification"] = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
    return parameters


def _schema(keys: tuple[Key, ...]) -> list[dict[str, str]]:
    return [{"AttributeName": name, "KeyType": of} for (name, _), of in zip(keys, ("HASH", "RANGE"), strict=False)]


def _projection(names: list[str] | None) -> dict[str, Any]:
    return {"ProjectionType": "ALL"} if names is None else {"ProjectionType": "INCLUDE", "NonKeyAttributes": names}
