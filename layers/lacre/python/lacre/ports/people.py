"""People, as far as somebody asks who they are, and who may be given a task."""

from collections.abc import Collection, Mapping
from typing import Protocol


class People(Protocol):
    def role_of(self, user_id: str) -> str | None:
        """The role of an active user, by a consistent read; None for one who is suspended, and for whom nobody knows.

        Raises StoreUnavailableError.
        """
        ...

    def names_of(self, user_ids: Collection[str]) -> Mapping[str, str]:
        """The names of those who are users of ours, by id. One read each: ask for few. Raises StoreUnavailableError."""
        ...
