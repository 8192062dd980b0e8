"""Counted attempts to log in, in the counters table: pk `LOGIN#<SHA-256 of the name, hex>`, sk `ATTEMPTS`.

What is typed as a name is kept nowhere as it is: people type passwords there.
"""

from hashlib import sha256
from typing import TYPE_CHECKING

from identity.model.attempts import KEPT_S, Attempts
from lacre.aws.failures import store_failures
from lacre.aws.transaction import TableWrite
from lacre.ports.events import StateWrite

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

    _Item = dict[str, AttributeValueTypeDef]


class LoginAttemptsTable:
    """`LoginAttempts` on DynamoDB."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def find(self, name: str, now: int) -> Attempts:
        with store_failures("counters table"):
            answer = self._client.get_item(TableName=self._table, Key=_key(name), ConsistentRead=True)
        item = answer.get("Item")
        if item is None:
            return Attempts()
        failures, not_before, version, expires_at = (
            int(item[name]["N"]) for name in ("failures", "not_before", "version", "expires_at")
        )
        # DynamoDB takes expired rows away within days, not at once; until then they keep their version.
        return Attempts(failures, not_before, version) if expires_at * 1000 > now else Attempts(version=version)

    def count(self, name: str, attempts: Attempts, version: int) -> bool:
        refused = (
            self._client.exceptions.ConditionalCheckFailedException,
            # Somebody's login by this name is being committed right now.
            self._client.exceptions.TransactionConflictException,
        )
        with store_failures("counters table"):
            try:
                self._client.put_item(
                    TableName=self._table,
                    Item=_item(name, attempts, attempts.not_before),
                    ConditionExpression="attribute_not_exists(pk) OR #version = :version",
                    ExpressionAttributeNames={"#version": "version"},
                    ExpressionAttributeValues={":version": {"N": str(version)}},
                )
            except refused:
                return False
        return True

    def clearing(self, name: str, now: int) -> StateWrite:
        return TableWrite({"Put": {"TableName": self._table, "Item": _item(name, Attempts(), now)}})


def _key(name: str) -> "_Item":
    return {"pk": {"S": f"LOGIN#{sha256(name.encode()).hexdigest()}"}, "sk": {"S": "ATTEMPTS"}}


def _item(name: str, attempts: Attempts, last: int) -> "_Item":
    """`last` is when the next attempt may be made at the earliest, in ms: they are forgotten long after it."""
    return {
        **_key(name),
        "failures": {"N": str(attempts.failures)},
        "not_before": {"N": str(attempts.not_before)},
        "version": {"N": str(attempts.version)},
        "expires_at": {"N": str(last // 1000 + KEPT_S)},
    }
