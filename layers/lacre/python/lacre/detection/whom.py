"""Of which type that is which a field of an event names: a POS and an account of one id are two."""

from lacre.model.header import Header
from lacre.model.vocabulary import ActorType, EntityType

BY_EVENT = frozenset({"actor_id", "entity_id"})
"""Fields of which each event tells the type itself."""

_ID = "_id"


def type_named_by(field: str, header: Header) -> EntityType | None:
    """None for what is no entity of ours, such as an address or a place.

    Whoever acts is a POS or an account: an agent, a merchant and a producer act by the account that they log in with.
    """
    if field == "entity_id":
        return header.entity_type
    if field == "actor_id":
        return EntityType.POS if header.actor_type is ActorType.POS else EntityType.USER
    return _told_by_name(field)


def names_a_type(field: str) -> bool:
    """Whether `type_named_by` has a type for it, whatever the event."""
    return field in BY_EVENT or _told_by_name(field) is not None


def _told_by_name(field: str) -> EntityType | None:
    """`after.agent_id` names an agent."""
    name = field.rpartition(".")[2]
    return EntityType.__members__.get(name.removesuffix(_ID).upper()) if name.endswith(_ID) else None
