"""The users table in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from identity.model.credential import Credential
from identity.model.user import User, UserState
from lacre.model.identifier import is_uuid
from lacre.ports.events import StateWrite
from lacre.ports.paging import BadPositionError, Page
from tests.fakes.events import MemoryWrite


@dataclass
class MemoryUsers:
    rows: dict[str, User] = field(default_factory=dict)
    credentials: dict[str, Credential] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    marks: list[str] = field(default_factory=list)

    def by_id(self, user_id: str) -> User | None:
        return self.rows.get(user_id)

    def by_username(self, username: str) -> User | None:
        return self.rows.get(self.names.get(username, ""))

    def credential(self, user_id: str) -> Credential | None:
        return self.credentials.get(user_id)

    def listed(self, after: str | None, limit: int) -> Page[User]:
        if after is not None and not is_uuid(after):
            raise BadPositionError
        left = sorted(user_id for user_id in self.rows if user_id > (after or ""))
        page = left[:limit]
        return Page([self.rows[user_id] for user_id in page], page[-1] if len(left) > limit else None)

    def active(self) -> int:
        return sum(user.state is UserState.ACTIVE for user in self.rows.values())

    def has_first(self) -> bool:
        return bool(self.marks)

    def add(self, user: User, credential: Credential) -> None:
        """Somebody who is simply there."""
        self.rows[user.id] = user
        self.credentials[user.id] = credential
        self.names[user.username] = user.id

    def creating(self, user: User, credential: Credential) -> Sequence[StateWrite]:
        def is_free() -> bool:
            return user.id not in self.rows and user.username not in self.names

        return [MemoryWrite(is_free, lambda: self.add(user, credential))]

    def replacing(self, user: User, version: int) -> StateWrite:
        def is_unchanged() -> bool:
            found = self.rows.get(user.id)
            return found is not None and found.version == version

        return MemoryWrite(is_unchanged, lambda: self.rows.update({user.id: user}))

    def changing(self, credential: Credential, version: int) -> StateWrite:
        def is_unchanged() -> bool:
            found = self.credentials.get(credential.user_id)
            return found is not None and found.version == version

        return MemoryWrite(is_unchanged, lambda: self.credentials.update({credential.user_id: credential}))

    def marking_first(self) -> StateWrite:
        return MemoryWrite(lambda: not self.marks, lambda: self.marks.append("first"))
