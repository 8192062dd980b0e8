"""Listing users."""

from identity.model.user import User
from identity.ports.users import Users
from lacre.ports.paging import BadPositionError, Page, bad_cursor


class ListUsers:
    def __init__(self, users: Users) -> None:
        self._users = users

    def __call__(self, cursor: str | None, limit: int) -> Page[User]:
        """Raises Refusal BAD_REQUEST with BAD_CURSOR."""
        try:
            return self._users.listed(cursor, limit)
        except BadPositionError:
            raise bad_cursor() from None
