"""What of the network somebody may see who holds no office: what is the own, where they belong."""

from dataclasses import dataclass

from lacre.model.actor import Actor
from lacre.model.jurisdiction import outside_jurisdiction, require_place
from lacre.model.vocabulary import EntityType
from network.model.entity import Entity

AGENT, MERCHANT, POS = "AGENT", "MERCHANT", "POS"


@dataclass(frozen=True)
class Owner:
    """The agent, merchant or POS whose something is."""

    entity_type: EntityType
    id: str


def owner_in(actor: Actor) -> Owner | None:
    """The agent or merchant whose account acts, or the POS itself; None for everybody else.

    Raises Refusal OUTSIDE_JURISDICTION for an agent's or a merchant's role without one: nothing is its own.
    """
    if actor.role not in (AGENT, MERCHANT, POS):
        return None
    owner_id = actor.id if actor.role == POS else actor.entity_id
    if owner_id is None:
        raise outside_jurisdiction(actor, None)
    return Owner(EntityType(actor.role), owner_id)


def is_at_hand(actor: Actor, owned: Entity) -> bool:
    """Whether what an actor owns lies where the actor belongs: neither follows the other to another district."""
    # A POS may have moved since its key was looked at. It acts from where it is, so it is never away from itself.
    is_itself = actor.role == POS and actor.id == owned.id
    return is_itself or (actor.province, actor.district) == (owned.place.province, owned.place.district)


def require_sight(actor: Actor, entity: Entity) -> None:
    """Officials see what is in their jurisdiction; agents, merchants and POS what is owned by them and at hand.

    Raises Refusal OUTSIDE_JURISDICTION.
    """
    match actor.role:
        case "AGENT" | "MERCHANT":
            is_own = actor.entity_id is not None and actor.entity_id in entity.owners
        case "POS":
            is_own = actor.id in entity.owners
        case _:
            return require_place(actor, entity.place)
    if not (is_own and is_at_hand(actor, entity)):
        raise outside_jurisdiction(actor, entity.place)
    return None
