"""The sessions table."""

from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING

from identity.aws.session_rows import KEPT_S, RevocationRow, SessionRow, fields_of, fields_of_revocation
from identity.model.revocation import Revocation
from identity.model.session import LONGEST_S, Session, SessionState
from lacre.aws.domain_rows import DomainRows
from lacre.aws.failures import store_failures
from lacre.aws.transaction import TableWrite
from lacre.ports.events import StateWrite

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

    _Values = dict[str, AttributeValueTypeDef]

BY_EXPIRY, BY_USER = "by_expiry", "by_user"
# Of somebody who logs in all day no more rows than this are looked at: a generation ends the others too.
PAGE, PAGES = 200, 3
_ACTIVE: "AttributeValueTypeDef" = {"S": SessionState.ACTIVE.value}


class SessionsTable:
    """`Sessions` on DynamoDB."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table
        self._rows = DomainRows(client, table, SessionRow, "session_id")

    def find(self, session_id: str) -> Session | None:
        row = self._rows.find(session_id)
        return row.session if row else None

    def starting(self, session: Session) -> StateWrite:
        return self._rows.putting_new(fields_of(session))

    def renewing(self, session: Session, refresh: str) -> StateWrite:
        values: _Values = {
            ":active": _ACTIVE,
            ":old": {"S": refresh},
            ":new": {"S": session.refresh},
            ":expires": {"N": str(session.expires_at)},
            ":purge": {"N": str(session.expires_at + KEPT_S)},
        }
        changes = "SET refresh_digest = :new, expires_at = :expires, purge_at = :purge"
        return self._update(session.id, changes, "#state = :active AND refresh_digest = :old", values)

    def keeping(self, session_id: str, generation: int) -> StateWrite:
        values: _Values = {
            ":active": _ACTIVE,
            ":old": {"N": str(generation - 1)},
            ":new": {"N": str(generation)},
        }
        condition = "#state = :active AND generation = :old"
        return self._update(session_id, "SET generation = :new", condition, values)

    def ending(self, session_id: str, now: int) -> StateWrite:
        return self._leaving(session_id, SessionState.ENDED, now, "#state = :active", {":active": _ACTIVE})

    def closing(self, session_id: str, now: int) -> StateWrite:
        changes = "SET #state = :state, ended_at = if_not_exists(ended_at, :now)"
        values: _Values = {":state": {"S": SessionState.ENDED.value}, ":now": {"N": str(now)}}
        return self._update(session_id, changes, "attribute_exists(session_id)", values)

    def revoking(self, revocation: Revocation) -> StateWrite:
        return TableWrite(
            {
                "Put": {
                    "TableName": self._table,
                    "Item": RevocationRow(**fields_of_revocation(revocation)).serialize(),
                    "ConditionExpression": "attribute_not_exists(session_id) OR revoked_up_to <= :up_to",
                    "ExpressionAttributeValues": {":up_to": {"N": str(revocation.up_to)}},
                }
            }
        )

    def expiring(self, session_id: str, now: int) -> StateWrite:
        values: _Values = {":active": _ACTIVE, ":due": {"N": str(now // 1000)}}
        condition = "#state = :active AND expires_at <= :due"
        return self._leaving(session_id, SessionState.EXPIRED, now, condition, values)

    def _leaving(self, session_id: str, state: SessionState, now: int, condition: str, values: "_Values") -> TableWrite:
        told: _Values = {":state": {"S": state.value}, ":now": {"N": str(now)}, **values}
        return self._update(session_id, "SET #state = :state, ended_at = :now", condition, told)

    def _update(self, session_id: str, changes: str, condition: str, values: "_Values") -> TableWrite:
        return TableWrite(
            {
                "Update": {
                    "TableName": self._table,
                    "Key": {"session_id": {"S": session_id}},
                    "UpdateExpression": changes,
                    "ConditionExpression": condition,
                    "ExpressionAttributeNames": {"#state": "state"},
                    "ExpressionAttributeValues": values,
                }
            }
        )

    def due(self, now: int, limit: int) -> Sequence[Session]:
        rows = self._rows.query(
            limit,
            IndexName=BY_EXPIRY,
            KeyConditionExpression="#state = :active AND expires_at <= :now",
            ExpressionAttributeNames={"#state": "state"},
            ExpressionAttributeValues={":active": _ACTIVE, ":now": {"N": str(now // 1000)}},
        )
        return [row.session for row in rows]

    def active_of(self, user_id: str, now: int, limit: int) -> Sequence[str]:
        since = now - LONGEST_S * 1000
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            IndexName=BY_USER,
            KeyConditionExpression="user_id = :user AND started_at >= :since",
            FilterExpression="#state = :active",
            ExpressionAttributeNames={"#state": "state"},
            ExpressionAttributeValues={":user": {"S": user_id}, ":since": {"N": str(since)}, ":active": _ACTIVE},
            ScanIndexForward=False,
            PaginationConfig={"PageSize": PAGE},
        )
        with store_failures("domain table"):
            found = (item["session_id"]["S"] for page in islice(pages, PAGES) for item in page["Items"])
            return list(islice(found, limit))
