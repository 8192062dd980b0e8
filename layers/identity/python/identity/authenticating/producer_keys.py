"""Which producer calls: an API key, and the producer as it is now."""

from typing import Protocol

from identity.model.credential import PRODUCER_KEY
from identity.model.role import Role
from identity.model.user import User, UserState
from identity.ports.users import Users
from lacre.model.api_key import PresentedKey, read_key
from lacre.model.caller import Caller, caller_unchecked
from lacre.model.naming import UNKNOWN_ID
from lacre.model.refusal import Ground, Refusal, Subject
from lacre.model.vocabulary import EntityType
from lacre.ports.ambient import Clock
from lacre.ports.blocks import Blocks, require_unblocked
from lacre.ports.errors import StoreUnavailableError


class Presented(Protocol):
    """What a caller presented, as `lacre.http.trail.Credentials` holds it."""

    @property
    def token(self) -> str | None: ...

    @property
    def api_key(self) -> str | None: ...


class ProducerKeys:
    """`lacre.http.trail.Authenticator` for machines: no token opens what takes keys."""

    def __init__(self, users: Users, blocks: Blocks, clock: Clock) -> None:
        self._users = users
        self._blocks = blocks
        self._clock = clock

    def authenticate(self, credentials: Presented) -> Caller:
        """The producer of the key. Raises Refusal UNAUTHENTICATED, UNAVAILABLE; FORBIDDEN for one that is kept out."""
        if credentials.token is not None or credentials.api_key is None:
            raise _refused("This needs an API key, and no token.")
        key = read_key(credentials.api_key)
        if key is None or key.kind != PRODUCER_KEY:
            raise _refused("The API key is not valid.")
        try:
            return self._caller(key)
        except StoreUnavailableError:
            raise caller_unchecked() from None

    def _caller(self, key: PresentedKey) -> Caller:
        # The user first: whoever is suspended, or given another key, in between, is seen by the second read.
        user = self._users.by_id(key.holder_id)
        if user is None or user.role is not Role.PRODUCER:
            raise _refused("The API key is not valid.")
        credential = self._users.credential(user.id)
        if not key.proves(credential.key_digest if credential else None):
            raise _refused("The API key is not valid.", user)
        actor = user.acting(None)
        if user.state is not UserState.ACTIVE:
            raise Refusal(Ground.FORBIDDEN, "SUSPENDED", "The producer is suspended.", actor=actor)
        require_unblocked(actor, self._blocks.of_actor(actor.id), self._clock.now())
        return Caller(actor)


def _refused(sentence: str, about: User | None = None) -> Refusal:
    # The actor stays unknown: whoever presents a wrong key need not be the one that it names.
    return Refusal(
        Ground.UNAUTHENTICATED,
        "API_KEY_INVALID",
        sentence,
        action="API_KEY_INVALID",
        subject=Subject(EntityType.USER, about.id if about else UNKNOWN_ID),
    )
