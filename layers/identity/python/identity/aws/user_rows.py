"""Rows of the users table.

`USER#<id>` holds no secret: every function reads it. `CREDENTIAL#<id>` holds what the user is proven by, `NAME#<user
name>` makes names unique, `BOOTSTRAP` marks that there is a first administrator.
"""

from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.models import Model

from identity.model.credential import Credential, SecretKind
from identity.model.role import Role
from identity.model.user import User, UserState

FIRST = "BOOTSTRAP"
LISTING = "USER"
"""The one partition of the index by_listing."""


def user_key(user_id: str) -> str:
    return f"USER#{user_id}"


def credential_key(user_id: str) -> str:
    return f"CREDENTIAL#{user_id}"


def name_key(username: str) -> str:
    return f"NAME#{username}"


class KeyRow(Model):
    """A row that says only that it is there; `user_id` is whom a name belongs to."""

    pk = UnicodeAttribute(hash_key=True)
    user_id = UnicodeAttribute(null=True)


class CredentialRow(Model):
    pk = UnicodeAttribute(hash_key=True)
    user_id = UnicodeAttribute()
    pin_hash = UnicodeAttribute(null=True)
    password_hash = UnicodeAttribute(null=True)
    key_digest = UnicodeAttribute(null=True)
    version = NumberAttribute()

    @property
    def credential(self) -> Credential:
        return Credential(self.user_id, self.pin_hash, self.password_hash, self.key_digest, version=int(self.version))


class UserRow(Model):
    pk = UnicodeAttribute(hash_key=True)
    listing = UnicodeAttribute()
    user_id = UnicodeAttribute()
    username = UnicodeAttribute()
    name = UnicodeAttribute()
    role = UnicodeAttribute()
    province = UnicodeAttribute(null=True)
    district = UnicodeAttribute(null=True)
    created_at = NumberAttribute()
    state = UnicodeAttribute()
    version = NumberAttribute()
    entity_type = UnicodeAttribute(null=True)
    entity_id = UnicodeAttribute(null=True)
    generation = NumberAttribute()
    must_change = UnicodeAttribute(null=True)
    zone = UnicodeAttribute(null=True)

    @property
    def user(self) -> User:
        return User(
            id=self.user_id,
            username=self.username,
            name=self.name,
            role=Role(self.role),
            province=self.province,
            district=self.district,
            created_at=int(self.created_at),
            state=UserState(self.state),
            version=int(self.version),
            entity_type=self.entity_type,
            entity_id=self.entity_id,
            generation=int(self.generation),
            must_change=SecretKind(self.must_change) if self.must_change else None,
            zone=self.zone,
        )


def user_fields(user: User) -> dict[str, Any]:
    """The attributes of a user's row."""
    return {
        "pk": user_key(user.id),
        "listing": LISTING,
        "user_id": user.id,
        "username": user.username,
        "name": user.name,
        "role": user.role.value,
        "province": user.province,
        "district": user.district,
        "created_at": user.created_at,
        "state": user.state.value,
        "version": user.version,
        "entity_type": user.entity_type,
        "entity_id": user.entity_id,
        "generation": user.generation,
        "must_change": user.must_change.value if user.must_change else None,
        "zone": user.zone,
    }


def credential_fields(credential: Credential) -> dict[str, Any]:
    """The attributes of a credential's row."""
    return {
        "pk": credential_key(credential.user_id),
        "user_id": credential.user_id,
        "pin_hash": credential.pin_hash,
        "password_hash": credential.password_hash,
        "key_digest": credential.key_digest,
        "version": credential.version,
    }
