"""What a witness remembers, in DynamoDB: a row for each log, changed by condition alone, and evidence written once."""

from typing import TYPE_CHECKING, Any

from lacre.aws.failures import store_failures
from lacre.ports.witnessing import Remembered

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_NEW = {"ConditionExpression": "attribute_not_exists(pk)"}


class WitnessTable:
    """`WitnessMemory` on DynamoDB."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def recall(self, log: str) -> Remembered | None:
        with store_failures("witness table"):
            item = self._client.get_item(TableName=self._table, Key=_key(log), ConsistentRead=True).get("Item")
        if item is None:
            return None
        return Remembered(int(item["size"]["N"]), bytes(item["root"]["B"]), bytes(item["note"]["B"]))

    def replace(self, log: str, old: Remembered | None, new: Remembered) -> bool:
        item = {
            **_key(log),
            "size": {"N": str(new.size)},
            "root": {"B": new.root},
            "note": {"B": new.note},
        }
        return self._put(item, _still(old) if old else _NEW)

    def keep_evidence(self, name: str, record: bytes) -> None:
        self._put({"pk": {"S": f"EVIDENCE#{name}"}, "record": {"B": record}}, _NEW)

    def _put(self, item: dict[str, Any], condition: dict[str, Any]) -> bool:
        with store_failures("witness table"):
            try:
                self._client.put_item(TableName=self._table, Item=item, **condition)
            except self._client.exceptions.ConditionalCheckFailedException:
                return False
        return True


def _key(log: str) -> dict[str, Any]:
    return {"pk": {"S": f"LOG#{log}"}}


def _still(old: Remembered) -> dict[str, Any]:
    return {
        "ConditionExpression": "#size = :size AND #root = :root",
        "ExpressionAttributeNames": {"#size": "size", "#root": "root"},
        "ExpressionAttributeValues": {":size": {"N": str(old.size)}, ":root": {"B": old.root}},
    }
