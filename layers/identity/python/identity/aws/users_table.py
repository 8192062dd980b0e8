"""The users table."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from identity.aws.user_rows import FIRST, KeyRow, UserRow, fields_of, name_key, user_key
from identity.model.user import User
from lacre.aws.domain_rows import DomainRows
from lacre.model.naming import UNKNOWN_ID
from lacre.ports.events import StateWrite

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class UsersTable:
    """`Users` on DynamoDB."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._users = DomainRows(client, table, UserRow)
        self._keys = DomainRows(client, table, KeyRow)

    def by_id(self, user_id: str) -> User | None:
        row = self._users.find(user_key(user_id))
        return row.user if row else None

    def by_username(self, username: str) -> User | None:
        row = self._keys.find(name_key(username))
        # A name that nobody has costs the second read too: the time it takes must not tell.
        return self.by_id((row.user_id if row else None) or UNKNOWN_ID)

    def has_first(self) -> bool:
        return self._keys.find(FIRST) is not None

    def creating(self, user: User) -> Sequence[StateWrite]:
        return [
            self._users.putting_new(fields_of(user)),
            self._keys.putting_new({"pk": name_key(user.username), "user_id": user.id}),
        ]

    def marking_first(self) -> StateWrite:
        return self._keys.putting_new({"pk": FIRST})
