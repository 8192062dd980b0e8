"""Where users are kept, and apart from them what each is proven by."""

from collections.abc import Sequence
from typing import Protocol

from identity.model.credential import Credential
from identity.model.user import User
from lacre.ports.events import StateWrite
from lacre.ports.paging import Page


class Users(Protocol):
    def by_id(self, user_id: str) -> User | None:
        """By a consistent read. Raises StoreUnavailableError."""
        ...

    def by_username(self, username: str) -> User | None:
        """By a consistent read, which takes as long for a name that nobody has. Raises StoreUnavailableError."""
        ...

    def credential(self, user_id: str) -> Credential | None:
        """By a consistent read. Raises StoreUnavailableError.

        Whoever judges by it reads the user first: a change of both, in between, is then seen in the user's generation.
        """
        ...

    def listed(self, after: str | None, limit: int) -> Page[User]:
        """Users in the order in which they were made. Raises BadPositionError, StoreUnavailableError."""
        ...

    def active(self) -> int:
        """How many users are active; what changed a moment ago may be left out. Raises StoreUnavailableError."""
        ...

    def has_first(self) -> bool:
        """Whether the first administrator was made. Raises StoreUnavailableError."""
        ...

    def creating(self, user: User, credential: Credential) -> Sequence[StateWrite]:
        """Writes that make a user, on condition that neither id nor user name is taken."""
        ...

    def replacing(self, user: User, version: int) -> StateWrite:
        """The write that puts a user over itself, on condition that the one there has this version."""
        ...

    def changing(self, credential: Credential, version: int) -> StateWrite:
        """The write that puts a credential over itself, on condition that the one there has this version."""
        ...

    def marking_first(self) -> StateWrite:
        """The write that makes `has_first` true, on condition that it is not."""
        ...
