"""The users table."""

from collections.abc import Sequence

from pynamodb.models import Model

from identity.aws.user_rows import FIRST, KeyRow, UserRow, fields_of, name_key, user_key
from identity.model.user import User
from lacre.aws.domain_rows import Row, bound, row_failures
from lacre.aws.transaction import TableWrite, put_new
from lacre.model.naming import UNKNOWN_ID
from lacre.ports.events import StateWrite


class UsersTable:
    """`Users` on DynamoDB."""

    def __init__(self, table: str) -> None:
        self._table = table
        self._users = bound(UserRow, table)
        self._keys = bound(KeyRow, table)

    def by_id(self, user_id: str) -> User | None:
        row = _read(self._users, user_key(user_id))
        return row.user if row else None

    def by_username(self, username: str) -> User | None:
        row = _read(self._keys, name_key(username))
        # A name that nobody has costs the second read too: the time it takes must not tell.
        return self.by_id((row.user_id if row else None) or UNKNOWN_ID)

    def has_first(self) -> bool:
        return _read(self._keys, FIRST) is not None

    def creating(self, user: User) -> Sequence[StateWrite]:
        row = self._users(**fields_of(user))
        return [self._putting(row), self._putting(self._keys(pk=name_key(user.username), user_id=user.id))]

    def marking_first(self) -> StateWrite:
        return self._putting(self._keys(pk=FIRST))

    def _putting(self, row: Model) -> TableWrite:
        return put_new(self._table, row.serialize(), "pk")


def _read(model: type[Row], key: str) -> Row | None:
    with row_failures("users table"):
        try:
            return model.get(key, consistent_read=True)
        except model.DoesNotExist:
            return None
