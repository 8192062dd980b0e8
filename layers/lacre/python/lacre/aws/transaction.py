"""Conditional writes of DynamoDB as parts of one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lacre.ports.events import StateWrite

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import TransactWriteItemTypeDef


@dataclass(frozen=True)
class TableWrite(StateWrite):
    """One item of TransactWriteItems: a Put, Update or ConditionCheck in DynamoDB's own form."""

    item: "TransactWriteItemTypeDef"


def put_new(table: str, item: Mapping[str, Any], key: str) -> TableWrite:
    """Put an item (in attribute-value form) that must not exist yet; `key` is its partition key's name."""
    return TableWrite(
        {
            "Put": {
                "TableName": table,
                "Item": dict(item),
                "ConditionExpression": "attribute_not_exists(#key)",
                "ExpressionAttributeNames": {"#key": key},
            }
        }
    )


def put_over(table: str, item: Mapping[str, Any], version: int) -> TableWrite:
    """Put an item over the one whose attribute `version` is the given one."""
    return TableWrite(
        {
            "Put": {
                "TableName": table,
                "Item": dict(item),
                "ConditionExpression": "#version = :version",
                "ExpressionAttributeNames": {"#version": "version"},
                "ExpressionAttributeValues": {":version": {"N": str(version)}},
            }
        }
    )


def put_over_at_once(client: "DynamoDBClient", table: str, item: Mapping[str, Any], version: int) -> bool:
    """The same outside a transaction; false if the item has another version. Raises ClientError."""
    try:
        client.put_item(**put_over(table, item, version).item["Put"])
    except client.exceptions.ConditionalCheckFailedException:
        return False
    return True


def table_write(write: StateWrite) -> TableWrite:
    """Raises TypeError for a write that another store's adapter made."""
    if not isinstance(write, TableWrite):
        raise TypeError("a transaction has only writes of DynamoDB adapters")
    return write
