"""Tallies in the windows table: `BUDGET#<rule>#<hour>`, `BLOCKS#<hour>`, and `ACTORS` for how many are active."""

from typing import TYPE_CHECKING, Any

from lacre.aws.failures import store_failures
from lacre.aws.transaction import TableWrite, put_new
from lacre.model import moment
from lacre.ports.events import StateWrite
from lacre.ports.responding import Tally

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

ACTORS = "ACTORS"
KEPT_S = 48 * 60 * 60


class TalliesTable:
    """`Tallies` on DynamoDB."""

    def __init__(self, client: "DynamoDBClient", windows: str) -> None:
        self._client = client
        self._windows = windows

    def of(self, key: str) -> Tally:
        item = self._find(key)
        if item is None:
            return Tally(key)
        counts = item["parts"]["M"] if "parts" in item else {}
        parts = {part: int(count["N"]) for part, count in counts.items()}
        return Tally(key, int(item["count"]["N"]), item["is_told"]["BOOL"], parts)

    def counting(self, before: Tally, after: Tally) -> StateWrite:
        if before == Tally(before.key):
            return put_new(self._windows, _item(after), "pk")
        return TableWrite(
            {
                "Put": {
                    "TableName": self._windows,
                    "Item": _item(after),
                    "ConditionExpression": "#count = :count AND is_told = :told",
                    "ExpressionAttributeNames": {"#count": "count"},
                    "ExpressionAttributeValues": {
                        ":count": {"N": str(before.count)},
                        ":told": {"BOOL": before.is_told},
                    },
                }
            }
        )

    def active_actors(self) -> int:
        item = self._find(ACTORS)
        return int(item["count"]["N"]) if item else 0

    def note_active_actors(self, count: int) -> None:
        with store_failures("windows table"):
            self._client.put_item(TableName=self._windows, Item={"pk": {"S": ACTORS}, "count": {"N": str(count)}})

    def _find(self, key: str) -> Any:
        with store_failures("windows table"):
            answer = self._client.get_item(TableName=self._windows, Key={"pk": {"S": key}}, ConsistentRead=True)
        return answer.get("Item")


def _item(tally: Tally) -> dict[str, Any]:
    hour = tally.key.rpartition("#")[2]
    expires_at = moment.to_milliseconds(f"{hour}:00:00.000Z") // 1000 + KEPT_S
    parts = {part: {"N": str(count)} for part, count in tally.parts.items()}
    return {
        "pk": {"S": tally.key},
        "count": {"N": str(tally.count)},
        "is_told": {"BOOL": tally.is_told},
        "expires_at": {"N": str(expires_at)},
        **({"parts": {"M": parts}} if parts else {}),
    }
