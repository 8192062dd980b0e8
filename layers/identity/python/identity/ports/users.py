"""Where users are kept."""

from collections.abc import Sequence
from typing import Protocol

from identity.model.user import User
from lacre.ports.events import StateWrite


class Users(Protocol):
    def by_id(self, user_id: str) -> User | None:
        """By a consistent read. Raises StoreUnavailableError."""
        ...

    def by_username(self, username: str) -> User | None:
        """By a consistent read, which takes as long for a name that nobody has. Raises StoreUnavailableError."""
        ...

    def has_first(self) -> bool:
        """Whether the first administrator was made. Raises StoreUnavailableError."""
        ...

    def creating(self, user: User) -> Sequence[StateWrite]:
        """Writes that make a user, on condition that neither id nor user name is taken."""
        ...

    def marking_first(self) -> StateWrite:
        """The write that makes `has_first` true, on condition that it is not."""
        ...
