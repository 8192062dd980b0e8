"""Who acted, as an event's header tells it."""

from dataclasses import dataclass

from lacre.model.naming import SYSTEM_PREFIX, UNKNOWN_ID
from lacre.model.vocabulary import ActorType


@dataclass(frozen=True)
class Actor:
    """The party of an action; `role` is the one that authorised it, province and district its jurisdiction.

    `entity_id` is the agent or merchant whose account acts, if it is one's: what is its own is told by it.
    """

    type: ActorType
    id: str
    name: str
    role: str | None = None
    province: str | None = None
    district: str | None = None
    session_id: str | None = None
    entity_id: str | None = None


UNKNOWN_ACTOR = Actor(ActorType.UNKNOWN, UNKNOWN_ID, "an unknown caller")


def system_actor(name: str) -> Actor:
    """The product itself, acting by the name of one of its functions."""
    return Actor(ActorType.SYSTEM, SYSTEM_PREFIX + name, f"the {name} function")
