"""A user: a person or machine with a role, and the account that belongs to it."""

from dataclasses import dataclass, replace
from enum import StrEnum

from identity.model.credential import SecretKind
from identity.model.role import Role
from lacre.model.actor import Actor
from lacre.model.canonical import JsonObject
from lacre.model.vocabulary import ActorType


class UserState(StrEnum):
    ACTIVE = "ACTIVE"
    SUSPENDED = "SUSPENDED"


@dataclass(frozen=True)
class User:
    """`created_at` is ms since 1970; entity type and id name the agent or merchant that the account is of.

    Sessions of an older `generation` have ended. `must_change` is the secret that somebody else saw, if any. `zone` is
    the IANA name of the time zone that the user reads dates in, None for UTC alone.
    """

    id: str
    username: str
    name: str
    role: Role
    province: str | None
    district: str | None
    created_at: int
    state: UserState = UserState.ACTIVE
    version: int = 1
    entity_type: str | None = None
    entity_id: str | None = None
    generation: int = 1
    must_change: SecretKind | None = None
    zone: str | None = None

    def acting(self, session_id: str | None) -> Actor:
        """The user as an actor, in a session if there is one."""
        role = self.role.value
        return Actor(
            ActorType(role), self.id, self.name, role, self.province, self.district, session_id, self.entity_id
        )

    def with_sessions_ended(self) -> "User":
        """The next version, whose sessions until now have ended."""
        return replace(self, version=self.version + 1, generation=self.generation + 1)

    def shown(self) -> JsonObject:
        """The user as the log and an administrator may see it."""
        return {
            "username": self.username,
            "name": self.name,
            "role": self.role.value,
            "province": self.province,
            "district": self.district,
            "state": self.state.value,
            "version": self.version,
            "entity_type": self.entity_type,
            "entity_id": self.entity_id,
            "must_change": self.must_change.value if self.must_change else None,
            "zone": self.zone,
        }
