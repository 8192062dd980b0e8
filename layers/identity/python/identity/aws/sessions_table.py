"""The sessions table."""

from collections.abc import Sequence

from identity.aws.session_rows import SessionRow, fields_of
from identity.model.session import Session, SessionState
from lacre.aws.domain_rows import bound, row_failures
from lacre.aws.transaction import TableWrite, put_new
from lacre.ports.events import StateWrite


class SessionsTable:
    """`Sessions` on DynamoDB."""

    def __init__(self, table: str) -> None:
        self._table = table
        self._rows = bound(SessionRow, table)

    def find(self, session_id: str) -> Session | None:
        with row_failures("sessions table"):
            try:
                return self._rows.get(session_id, consistent_read=True).session
            except self._rows.DoesNotExist:
                return None

    def starting(self, session: Session) -> StateWrite:
        return put_new(self._table, self._rows(**fields_of(session)).serialize(), "session_id")

    def ending(self, session_id: str, state: SessionState, now: int) -> StateWrite:
        return TableWrite(
            {
                "Update": {
                    "TableName": self._table,
                    "Key": {"session_id": {"S": session_id}},
                    "UpdateExpression": "SET #state = :ended, ended_at = :now",
                    "ConditionExpression": "#state = :active",
                    "ExpressionAttributeNames": {"#state": "state"},
                    "ExpressionAttributeValues": {
                        ":ended": {"S": state.value},
                        ":active": {"S": SessionState.ACTIVE.value},
                        ":now": {"N": str(now)},
                    },
                }
            }
        )

    def due(self, now: int, limit: int) -> Sequence[Session]:
        has_expired = self._rows.expires_at <= now // 1000
        with row_failures("sessions table"):
            found = self._rows.by_expiry.query(SessionState.ACTIVE.value, has_expired, limit=limit)
            return [row.session for row in found]
