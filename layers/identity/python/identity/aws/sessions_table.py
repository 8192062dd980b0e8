"""The sessions table."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from identity.aws.session_rows import SessionRow, fields_of
from identity.model.session import Session, SessionState
from lacre.aws.domain_rows import DomainRows
from lacre.aws.transaction import TableWrite
from lacre.ports.events import StateWrite

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

    _Values = dict[str, AttributeValueTypeDef]

BY_EXPIRY = "by_expiry"


class SessionsTable:
    """`Sessions` on DynamoDB."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._table = table
        self._rows = DomainRows(client, table, SessionRow, "session_id")

    def find(self, session_id: str) -> Session | None:
        row = self._rows.find(session_id)
        return row.session if row else None

    def starting(self, session: Session) -> StateWrite:
        return self._rows.putting_new(fields_of(session))

    def ending(self, session_id: str, now: int) -> StateWrite:
        return self._closing(session_id, SessionState.ENDED, now, "#state = :active", {})

    def expiring(self, session_id: str, now: int) -> StateWrite:
        due: _Values = {":due": {"N": str(now // 1000)}}
        return self._closing(session_id, SessionState.EXPIRED, now, "#state = :active AND expires_at <= :due", due)

    def _closing(self, session_id: str, state: SessionState, now: int, condition: str, values: "_Values") -> TableWrite:
        return TableWrite(
            {
                "Update": {
                    "TableName": self._table,
                    "Key": {"session_id": {"S": session_id}},
                    "UpdateExpression": "SET #state = :ended, ended_at = :now",
                    "ConditionExpression": condition,
                    "ExpressionAttributeNames": {"#state": "state"},
                    "ExpressionAttributeValues": {
                        ":ended": {"S": state.value},
                        ":active": {"S": SessionState.ACTIVE.value},
                        ":now": {"N": str(now)},
                        **values,
                    },
                }
            }
        )

    def due(self, now: int, limit: int) -> Sequence[Session]:
        rows = self._rows.query(
            limit,
            IndexName=BY_EXPIRY,
            KeyConditionExpression="#state = :active AND expires_at <= :now",
            ExpressionAttributeNames={"#state": "state"},
            ExpressionAttributeValues={
                ":active": {"S": SessionState.ACTIVE.value},
                ":now": {"N": str(now // 1000)},
            },
        )
        return [row.session for row in rows]
