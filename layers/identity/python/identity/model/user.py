"""A user: a person with a role, and the account that belongs to it."""

from dataclasses import dataclass, field
from enum import StrEnum

from identity.model.role import Role
from lacre.model.canonical import JsonObject


class UserState(StrEnum):
    ACTIVE = "ACTIVE"
    SUSPENDED = "SUSPENDED"


@dataclass(frozen=True)
class User:
    """`created_at` is ms since 1970; entity type and id name the agent or merchant that the account is of."""

    id: str
    username: str
    name: str
    role: Role
    province: str | None
    district: str | None
    pin_hash: str = field(repr=False)
    created_at: int
    state: UserState = UserState.ACTIVE
    version: int = 1
    entity_type: str | None = None
    entity_id: str | None = None

    def shown(self) -> JsonObject:
        """The user as the log and an administrator may see it: everything but the PIN's hash."""
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
        }
