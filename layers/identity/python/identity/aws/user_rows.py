"""Rows of the users table: `USER#<id>`, `NAME#<user name>` for uniqueness, and the marker `BOOTSTRAP`."""

from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.models import Model

from identity.model.role import Role
from identity.model.user import User, UserState

FIRST = "BOOTSTRAP"


def user_key(user_id: str) -> str:
    return f"USER#{user_id}"


def name_key(username: str) -> str:
    return f"NAME#{username}"


class KeyRow(Model):
    """A row that says only that it is there; `user_id` is whom a name belongs to."""

    pk = UnicodeAttribute(hash_key=True)
    user_id = UnicodeAttribute(null=True)


class UserRow(Model):
    pk = UnicodeAttribute(hash_key=True)
    user_id = UnicodeAttribute()
    username = UnicodeAttribute()
    name = UnicodeAttribute()
    role = UnicodeAttribute()
    province = UnicodeAttribute(null=True)
    district = UnicodeAttribute(null=True)
    pin_hash = UnicodeAttribute()
    created_at = NumberAttribute()
    state = UnicodeAttribute()
    version = NumberAttribute()
    entity_type = UnicodeAttribute(null=True)
    entity_id = UnicodeAttribute(null=True)

    @property
    def user(self) -> User:
        return User(
            id=self.user_id,
            username=self.username,
            name=self.name,
            role=Role(self.role),
            province=self.province,
            district=self.district,
            pin_hash=self.pin_hash,
            created_at=int(self.created_at),
            state=UserState(self.state),
            version=int(self.version),
            entity_type=self.entity_type,
            entity_id=self.entity_id,
        )


def fields_of(user: User) -> dict[str, Any]:
    """The attributes of a user's row."""
    return {
        "pk": user_key(user.id),
        "user_id": user.id,
        "username": user.username,
        "name": user.name,
        "role": user.role.value,
        "province": user.province,
        "district": user.district,
        "pin_hash": user.pin_hash,
        "created_at": user.created_at,
        "state": user.state.value,
        "version": user.version,
        "entity_type": user.entity_type,
        "entity_id": user.entity_id,
    }
