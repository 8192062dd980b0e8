"""Reading a user."""

from identity.model.user import User
from identity.ports.users import Users
from lacre.model.identifier import is_uuid
from lacre.model.refusal import Ground, Refusal


class ReadUser:
    def __init__(self, users: Users) -> None:
        self._users = users

    def __call__(self, user_id: str) -> User:
        """Raises Refusal NOT_FOUND, for an id that was never ours as well."""
        user = self._users.by_id(user_id) if is_uuid(user_id) else None
        if user is None:
            raise Refusal(Ground.NOT_FOUND, "NO_SUCH_USER", "There is no such user.")
        return user
