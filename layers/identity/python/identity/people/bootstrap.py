"""The first administrator, made once by whoever holds the deployment's secret."""

import hmac
from hashlib import sha256

from identity.model.chosen_secret import require_good_pin
from identity.model.role import Role
from identity.people.create_user import CreatedUser
from identity.people.user_draft import UserDraft, UserMaker
from identity.ports.bootstrap_secret import BootstrapSecret
from identity.ports.users import Users
from lacre.model.actor import Actor
from lacre.model.naming import SYSTEM_PREFIX
from lacre.model.refusal import Ground, Refusal
from lacre.model.vocabulary import ActorType
from lacre.recording.change import Change

HOLDER = Actor(ActorType.SYSTEM, SYSTEM_PREFIX + "bootstrap", "the holder of the bootstrap secret")
NAME = "First administrator"


class Bootstrap:
    def __init__(self, users: Users, secret: BootstrapSecret, maker: UserMaker) -> None:
        self._users = users
        self._secret = secret
        self._maker = maker

    def __call__(self, secret: str, username: str, pin: str) -> CreatedUser:
        """Raises Refusal: FORBIDDEN for a wrong secret, CONFLICT once there is a first administrator, INVALID."""
        if not _equal(secret, self._secret.read()):
            raise Refusal(Ground.FORBIDDEN, "BOOTSTRAP_SECRET_WRONG", "The bootstrap secret is wrong.")
        if self._users.has_first():
            raise Refusal(Ground.CONFLICT, "ALREADY_BOOTSTRAPPED", "There is a first administrator already.")
        require_good_pin(pin, "body.pin")
        user, credential = self._maker.make(UserDraft(username, NAME, Role.ADMIN, pin))
        writes = [*self._users.creating(user, credential), self._users.marking_first()]
        return CreatedUser(user, Change(user.id, after=user.shown(), writes=writes, actor=HOLDER))


def _equal(given: str, expected: str) -> bool:
    # Hashed first: comparing digests in constant time tells nothing of the secret's length either.
    return hmac.compare_digest(_digest(given), _digest(expected))


def _digest(text: str) -> bytes:
    # JSON can carry lone surrogates: a wrong secret with one in it is a wrong secret.
    return sha256(text.encode("utf-8", "surrogatepass")).digest()
