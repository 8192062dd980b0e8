"""Which POS calls: its API key, and the POS as it is now."""

from typing import Protocol

from lacre.model.actor import Actor
from lacre.model.api_key import PresentedKey, read_key
from lacre.model.caller import Caller, caller_unchecked
from lacre.model.refusal import Ground, Refusal, Subject
from lacre.model.vocabulary import ActorType, EntityType
from lacre.ports.ambient import Clock
from lacre.ports.blocks import Block, Blocks, require_unblocked
from lacre.ports.errors import StoreUnavailableError
from network.model.pos import Pos, PosState
from network.ports.entities import Entities
from network.terminals.keyed_pos import KIND


class Presented(Protocol):
    """What a caller presented, as `lacre.http.trail.Credentials` holds it."""

    @property
    def api_key(self) -> str | None: ...


class PosKeys:
    """`lacre.http.trail.Authenticator` for the API keys of POS."""

    def __init__(self, terminals: Entities[Pos], blocks: Blocks, clock: Clock) -> None:
        self._terminals = terminals
        self._blocks = blocks
        self._clock = clock

    def authenticate(self, credentials: Presented) -> Caller:
        """The POS of the key. Raises Refusal: UNAUTHENTICATED, FORBIDDEN for one that is kept out, UNAVAILABLE."""
        presented = read_key(credentials.api_key or "")
        if presented is None or presented.kind != KIND:
            raise _invalid(None)
        pos = self._holder(presented)
        if pos is None:
            raise _invalid(None)
        if not presented.proves(pos.key_digest):
            raise _invalid(Subject(EntityType.POS, pos.id))
        actor = Actor(ActorType.POS, pos.id, pos.label, ActorType.POS.value, pos.place.province, pos.place.district)
        if pos.state is PosState.BLOCKED:
            raise Refusal(Ground.FORBIDDEN, "POS_BLOCKED", "This POS is blocked.", actor=actor)
        require_unblocked(actor, self._block(pos.id), self._clock.now())
        return Caller(actor)

    def _holder(self, presented: PresentedKey) -> Pos | None:
        try:
            return self._terminals.find(presented.holder_id)
        except StoreUnavailableError:
            raise caller_unchecked() from None

    def _block(self, pos_id: str) -> Block | None:
        try:
            return self._blocks.of_actor(pos_id)
        except StoreUnavailableError:
            raise caller_unchecked() from None


def _invalid(subject: Subject | None) -> Refusal:
    # The actor stays unknown: whoever presents a wrong key need not be the one that it names.
    return Refusal(
        Ground.UNAUTHENTICATED,
        "API_KEY_INVALID",
        "The API key is not valid.",
        action="API_KEY_INVALID",
        subject=subject,
    )
