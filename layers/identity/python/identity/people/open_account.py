"""The account that is made together with an agent or a merchant."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from identity.model.credential import SecretKind
from identity.model.pin import random_pin
from identity.model.role import Role
from identity.model.user import User
from identity.model.username import is_username
from identity.people.user_draft import UserDraft, UserMaker, username_invalid, username_taken
from identity.ports.users import Users
from lacre.model.vocabulary import EntityType
from lacre.ports.ambient import Entropy
from lacre.ports.events import StateWrite


@dataclass(frozen=True)
class Holder:
    """Whose account it is to be."""

    username: str
    name: str
    role: Role
    province: str
    district: str
    entity_type: EntityType
    entity_id: str


@dataclass(frozen=True)
class OpenedAccount:
    """An account that exists once the writes are committed; the PIN is to be shown once and is kept nowhere."""

    user: User
    pin: str = field(repr=False)
    writes: Sequence[StateWrite]


class OpenAccount:
    def __init__(self, users: Users, maker: UserMaker, entropy: Entropy) -> None:
        self._users = users
        self._maker = maker
        self._entropy = entropy

    def __call__(self, holder: Holder) -> OpenedAccount:
        """An account with a one-time PIN. Raises Refusal: INVALID; CONFLICT, which the commit refuses too in a race."""
        if not is_username(holder.username):
            raise username_invalid()
        if self._users.by_username(holder.username) is not None:
            raise username_taken()
        pin = random_pin(self._entropy)
        draft = UserDraft(
            username=holder.username,
            name=holder.name,
            role=holder.role,
            pin=pin,
            province=holder.province,
            district=holder.district,
            entity_type=holder.entity_type.value,
            entity_id=holder.entity_id,
            must_change=SecretKind.PIN,
        )
        user, credential = self._maker.make(draft)
        return OpenedAccount(user, pin, self._users.creating(user, credential))
