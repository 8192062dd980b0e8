"""A new API key for a producer; the old one is dead at once."""

from identity.model.credential import PRODUCER_KEY
from identity.model.role import Role
from identity.people.changed_user import NewSecret
from identity.people.read_user import ReadUser
from identity.ports.users import Users
from lacre.model.api_key import SECRET_BYTES, digest_of, new_key
from lacre.model.refusal import Ground, Refusal
from lacre.ports.ambient import Entropy
from lacre.recording.change import Change


class RotateProducerKey:
    def __init__(self, users: Users, read_user: ReadUser, entropy: Entropy) -> None:
        self._users = users
        self._read_user = read_user
        self._entropy = entropy

    def __call__(self, user_id: str) -> NewSecret:
        """Raises Refusal: NOT_FOUND; CONFLICT for a person. Of two rotations at once, one is refused by the commit."""
        user = self._read_user(user_id)
        if user.role is not Role.PRODUCER:
            raise Refusal(Ground.CONFLICT, "NOT_A_PRODUCER", "Only producers have API keys.")
        before = self._users.credential(user.id)
        if before is None:
            raise LookupError("a producer without a credential")
        key = new_key(PRODUCER_KEY, user.id, self._entropy.take(SECRET_BYTES))
        after = before.with_key(digest_of(key))
        change = Change(
            user.id,
            {**user.shown(), "key_version": before.version},
            {**user.shown(), "key_version": after.version},
            [self._users.changing(after, before.version)],
        )
        return NewSecret(user, change, key)
