"""How far compaction came, as one item of the counters table: pk and sk `COMPACTION`, changed by condition alone."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from lacre.aws.failures import store_failures
from lacre.ports.compacting import Mark

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_KEY: Mapping[str, Any] = {"pk": {"S": "COMPACTION"}, "sk": {"S": "COMPACTION"}}


class CompactionMark:
    """`CompactionMarks` on DynamoDB."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def read(self) -> Mark:
        with store_failures("counters table"):
            item = self._client.get_item(TableName=self._table, Key=_KEY, ConsistentRead=True).get("Item")
        return Mark(int(item["done"]["N"]), int(item["claimed"]["N"])) if item else Mark()

    def move(self, old: Mark, new: Mark) -> bool:
        known = "done = :done AND claimed = :claimed"
        with store_failures("counters table"):
            try:
                self._client.put_item(
                    TableName=self._table,
                    Item={**_KEY, "done": {"N": str(new.done)}, "claimed": {"N": str(new.claimed)}},
                    ConditionExpression=known if old != Mark() else f"attribute_not_exists(pk) OR ({known})",
                    ExpressionAttributeValues={
                        ":done": {"N": str(old.done)},
                        ":claimed": {"N": str(old.claimed)},
                    },
                )
            except self._client.exceptions.ConditionalCheckFailedException:
                return False
        return True
