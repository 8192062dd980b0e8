"""Making users out of what is asked for."""

from dataclasses import dataclass, field

from identity.model.credential import Credential, SecretKind
from identity.model.role import Role, lacks_jurisdiction
from identity.model.user import User
from identity.ports.pins import PinHasher
from lacre.model.identifier import ENTROPY_BYTES, uuid7
from lacre.model.refusal import Fault, Ground, Refusal
from lacre.ports.ambient import Clock, Entropy


@dataclass(frozen=True)
class UserDraft:
    """A user to be made; `entity_type` and `entity_id` name the agent or merchant that the account is of."""

    username: str
    name: str
    role: Role
    pin: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)
    province: str | None = None
    district: str | None = None
    entity_type: str | None = None
    entity_id: str | None = None
    must_change: SecretKind | None = None


class UserMaker:
    """Gives a draft its id, its time, and the hashes of its secrets."""

    def __init__(self, pins: PinHasher, clock: Clock, entropy: Entropy) -> None:
        self._pins = pins
        self._clock = clock
        self._entropy = entropy

    def make(self, draft: UserDraft) -> tuple[User, Credential]:
        """Raises Refusal INVALID for a role in the field without a jurisdiction."""
        require_jurisdiction(draft.role, draft.province, draft.district)
        now = self._clock.now()
        user = User(
            id=uuid7(now, self._entropy.take(ENTROPY_BYTES)),
            username=draft.username,
            name=draft.name,
            role=draft.role,
            province=draft.province,
            district=draft.district,
            created_at=now,
            entity_type=draft.entity_type,
            entity_id=draft.entity_id,
            must_change=draft.must_change,
        )
        return user, Credential(user.id, self._hash(draft.pin), self._hash(draft.password))

    def _hash(self, secret: str | None) -> str | None:
        return None if secret is None else self._pins.hash(secret)


def require_jurisdiction(role: Role, province: str | None, district: str | None) -> None:
    """Raises Refusal INVALID for a role in the field that would be held to no place."""
    if lacks_jurisdiction(role, province, district):
        fault = Fault("body.district", "This role needs a province and, but for supervisors, a district.")
        raise Refusal(Ground.INVALID, "JURISDICTION_MISSING", "This role needs a jurisdiction.", faults=(fault,))


def username_taken() -> Refusal:
    return Refusal(Ground.CONFLICT, "USERNAME_TAKEN", "This user name is taken.")


def username_invalid() -> Refusal:
    fault = Fault("body.username", "3 to 40 lower-case letters, digits, dots, dashes or underscores, a letter first.")
    return Refusal(Ground.INVALID, "USERNAME_INVALID", "This is not a user name.", faults=(fault,))
