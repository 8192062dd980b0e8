"""Reading an entity."""

from typing import Generic, TypeVar

from lacre.model.actor import Actor
from lacre.model.identifier import is_uuid
from lacre.model.redaction import recordable_id
from lacre.model.refusal import Ground, Refusal, Subject
from lacre.model.vocabulary import EntityType
from network.model.entity import Entity
from network.model.own import require_sight
from network.ports.entities import Entities

E = TypeVar("E", bound=Entity)


class ReadEntity(Generic[E]):
    def __init__(self, entities: Entities[E], entity_type: EntityType) -> None:
        self._entities = entities
        self._type = entity_type

    def __call__(self, actor: Actor, entity_id: str) -> E:
        """Raises Refusal: NOT_FOUND, for an id that was never ours as well; OUTSIDE_JURISDICTION, about the entity."""
        entity = self._entities.find(entity_id) if is_uuid(entity_id) else None
        if entity is None:
            name = self._type.value
            raise Refusal(
                Ground.NOT_FOUND,
                f"NO_SUCH_{name}",
                f"There is no such {name if self._type is EntityType.POS else name.lower()}.",
                subject=Subject(self._type, recordable_id(entity_id)),
            )
        try:
            require_sight(actor, entity)
        except Refusal as refusal:
            refusal.subject = Subject(self._type, entity.id)
            raise
        return entity
