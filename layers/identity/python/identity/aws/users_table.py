"""The users table."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from identity.aws.user_rows import (
    FIRST,
    LISTING,
    CredentialRow,
    KeyRow,
    UserRow,
    credential_fields,
    credential_key,
    name_key,
    user_fields,
    user_key,
)
from identity.model.credential import Credential
from identity.model.user import User, UserState
from lacre.aws.cursor import position_of_cursor, to_cursor
from lacre.aws.domain_rows import DomainRows
from lacre.model.identifier import is_uuid
from lacre.model.naming import UNKNOWN_ID
from lacre.ports.events import StateWrite
from lacre.ports.paging import BadPositionError, Page

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

BY_LISTING = "by_listing"


class UsersTable:
    """`Users` on DynamoDB."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._users = DomainRows(client, table, UserRow)
        self._credentials = DomainRows(client, table, CredentialRow)
        self._keys = DomainRows(client, table, KeyRow)

    def by_id(self, user_id: str) -> User | None:
        row = self._users.find(user_key(user_id))
        return row.user if row else None

    def by_username(self, username: str) -> User | None:
        row = self._keys.find(name_key(username))
        # A name that nobody has costs the second read too: the time it takes must not tell.
        return self.by_id((row.user_id if row else None) or UNKNOWN_ID)

    def credential(self, user_id: str) -> Credential | None:
        row = self._credentials.find(credential_key(user_id))
        return row.credential if row else None

    def listed(self, after: str | None, limit: int) -> Page[User]:
        query: dict[str, Any] = {
            "IndexName": BY_LISTING,
            "KeyConditionExpression": "listing = :listing",
            "ExpressionAttributeValues": {":listing": {"S": LISTING}},
        }
        if after is not None:
            query["ExclusiveStartKey"] = _start(position_of_cursor(after))
        # One more than asked for tells whether there is a next page.
        rows = self._users.query(limit + 1, **query)
        page = [row.user for row in rows[:limit]]
        return Page(page, to_cursor(page[-1].id) if len(rows) > limit else None)

    def active(self) -> int:
        return self._users.count(
            IndexName=BY_LISTING,
            KeyConditionExpression="listing = :listing",
            FilterExpression="#state = :active",
            ExpressionAttributeNames={"#state": "state"},
            ExpressionAttributeValues={":listing": {"S": LISTING}, ":active": {"S": UserState.ACTIVE.value}},
        )

    def has_first(self) -> bool:
        return self._keys.find(FIRST) is not None

    def creating(self, user: User, credential: Credential) -> Sequence[StateWrite]:
        return [
            self._users.putting_new(user_fields(user)),
            self._credentials.putting_new(credential_fields(credential)),
            self._keys.putting_new({"pk": name_key(user.username), "user_id": user.id}),
        ]

    def replacing(self, user: User, version: int) -> StateWrite:
        return self._users.putting_over(user_fields(user), version)

    def changing(self, credential: Credential, version: int) -> StateWrite:
        return self._credentials.putting_over(credential_fields(credential), version)

    def marking_first(self) -> StateWrite:
        return self._keys.putting_new({"pk": FIRST})


def _start(user_id: str) -> dict[str, Any]:
    """The key of an item of the index, to list after. Raises BadPositionError."""
    if not is_uuid(user_id):
        raise BadPositionError
    return {"pk": {"S": user_key(user_id)}, "listing": {"S": LISTING}, "user_id": {"S": user_id}}
