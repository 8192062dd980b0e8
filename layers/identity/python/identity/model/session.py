"""A session: the time in which a user's tokens are accepted."""

from dataclasses import dataclass
from enum import StrEnum

from identity.model.role import Role
from identity.model.user import User
from lacre.model.actor import Actor
from lacre.model.canonical import JsonObject
from lacre.model.vocabulary import ActorType

IDLE_S = 30 * 60
"""A session that is not used so long has expired; refreshing a token is what counts as use."""


class SessionState(StrEnum):
    ACTIVE = "ACTIVE"
    ENDED = "ENDED"
    EXPIRED = "EXPIRED"


@dataclass(frozen=True)
class Session:
    """Holds what a request needs of its user, so that one read answers it. `expires_at` is s, `started_at` ms."""

    id: str
    user_id: str
    name: str
    role: Role
    province: str | None
    district: str | None
    started_at: int
    expires_at: int
    state: SessionState = SessionState.ACTIVE

    @classmethod
    def of(cls, user: User, session_id: str, now: int) -> "Session":
        return cls(
            id=session_id,
            user_id=user.id,
            name=user.name,
            role=user.role,
            province=user.province,
            district=user.district,
            started_at=now,
            expires_at=now // 1000 + IDLE_S,
        )

    @property
    def actor(self) -> Actor:
        role = self.role.value
        return Actor(ActorType(role), self.user_id, self.name, role, self.province, self.district, self.id)

    def shown(self, state: SessionState) -> JsonObject:
        """The session as the log may show it."""
        return {"user_id": self.user_id, "state": state.value, "expires_at": self.expires_at}
