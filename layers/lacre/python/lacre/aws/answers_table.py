"""The table of first answers to requests with an idempotency key; rows go away by themselves."""

import json
from typing import TYPE_CHECKING

from lacre.aws.failures import store_failures
from lacre.aws.transaction import TableWrite
from lacre.ports.answers import KeptAnswer
from lacre.ports.events import StateWrite

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef


class AnswersTable:
    """`Answers` on DynamoDB."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def find(self, request: str, now: int) -> KeptAnswer | None:
        with store_failures("answers table"):
            answer = self._client.get_item(TableName=self._table, Key={"request": {"S": request}}, ConsistentRead=True)
        item = answer.get("Item")
        # DynamoDB takes expired rows away within days, not at once.
        if item is None or int(item["expires_at"]["N"]) * 1000 <= now:
            return None
        return KeptAnswer(
            event_id=item["event_id"]["S"],
            fingerprint=item["fingerprint"]["S"],
            status=int(item["status"]["N"]),
            body=item["body"]["S"] if "body" in item else None,
            headers=json.loads(item["headers"]["S"]),
            expires_at=int(item["expires_at"]["N"]),
        )

    def keeping(self, request: str, answer: KeptAnswer, now: int) -> StateWrite:
        item: dict[str, AttributeValueTypeDef] = {
            "request": {"S": request},
            "event_id": {"S": answer.event_id},
            "fingerprint": {"S": answer.fingerprint},
            "status": {"N": str(answer.status)},
            "headers": {"S": json.dumps(dict(answer.headers))},
            "expires_at": {"N": str(answer.expires_at)},
        }
        if answer.body is not None:
            item["body"] = {"S": answer.body}
        return TableWrite(
            {
                "Put": {
                    "TableName": self._table,
                    "Item": item,
                    "ConditionExpression": "attribute_not_exists(#request) OR expires_at <= :now",
                    "ExpressionAttributeNames": {"#request": "request"},
                    "ExpressionAttributeValues": {":now": {"N": str(now // 1000)}},
                }
            }
        )
