"""What of the network somebody may see who holds no office: what is the own."""

from dataclasses import dataclass

from lacre.model.actor import Actor
from lacre.model.jurisdiction import outside_jurisdiction, require_place
from lacre.model.place import Place
from lacre.model.vocabulary import EntityType

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


def require_sight(actor: Actor, place: Place, *owners: str | None) -> None:
    """Officials see what is in their jurisdiction, others what is owned by them.

    `owners` are ids: of the agent or merchant whose it is, of the POS itself. Raises Refusal OUTSIDE_JURISDICTION.
    """
    match actor.role:
        case "AGENT" | "MERCHANT":
            is_own = actor.entity_id is not None and actor.entity_id in owners
        case "POS":
            is_own = actor.id in owners
        case _:
            return require_place(actor, place)
    if not is_own:
        raise outside_jurisdiction(actor, place)
    return None
