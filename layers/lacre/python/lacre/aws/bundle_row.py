"""Which rules are in force: the row `BUNDLE` of the windows table."""

from typing import TYPE_CHECKING, Any

from lacre.aws.failures import store_failures
from lacre.aws.transaction import TableWrite, put_new
from lacre.ports.bundles import RulesInForce
from lacre.ports.events import StateWrite

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_KEY = {"pk": {"S": "BUNDLE"}}


class BundleRow:
    """`Bundles` on DynamoDB."""

    def __init__(self, client: "DynamoDBClient", windows: str) -> None:
        self._client = client
        self._windows = windows

    def in_force(self) -> RulesInForce | None:
        with store_failures("windows table"):
            answer = self._client.get_item(TableName=self._windows, Key=_KEY, ConsistentRead=True)
        item = answer.get("Item")
        if item is None:
            return None
        return RulesInForce(item["bundle_hash"]["S"], {name: mode["S"] for name, mode in item["rules"]["M"].items()})

    def replacing(self, before: RulesInForce | None, after: RulesInForce) -> StateWrite:
        item: dict[str, Any] = {
            **_KEY,
            "bundle_hash": {"S": after.bundle_hash},
            "rules": {"M": {name: {"S": mode} for name, mode in after.modes.items()}},
        }
        if before is None:
            return put_new(self._windows, item, "pk")
        return TableWrite(
            {
                "Put": {
                    "TableName": self._windows,
                    "Item": item,
                    "ConditionExpression": "bundle_hash = :before",
                    "ExpressionAttributeValues": {":before": {"S": before.bundle_hash}},
                }
            }
        )
