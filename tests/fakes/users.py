"""The users table in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from identity.model.user import User
from lacre.ports.events import StateWrite
from tests.fakes.events import MemoryWrite


@dataclass
class MemoryUsers:
    rows: dict[str, User] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    marks: list[str] = field(default_factory=list)

    def by_id(self, user_id: str) -> User | None:
        return self.rows.get(user_id)

    def by_username(self, username: str) -> User | None:
        return self.rows.get(self.names.get(username, ""))

    def has_first(self) -> bool:
        return bool(self.marks)

    def creating(self, user: User) -> Sequence[StateWrite]:
        return [
            MemoryWrite(lambda: user.id not in self.rows, lambda: self.rows.update({user.id: user})),
            MemoryWrite(lambda: user.username not in self.names, lambda: self.names.update({user.username: user.id})),
        ]

    def marking_first(self) -> StateWrite:
        return MemoryWrite(lambda: not self.marks, lambda: self.marks.append("first"))
