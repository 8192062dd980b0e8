"""Changing an entity. Where it belongs is no part of it: that takes a request that somebody else approves."""

from collections.abc import Callable
from typing import Generic, TypeVar

from lacre.model.actor import Actor
from lacre.model.versions import require_version
from lacre.model.vocabulary import EntityType
from lacre.ports.ambient import Clock
from network.entities.changed import Changed, changed
from network.entities.read_entity import ReadEntity
from network.model.entity import Entity
from network.model.pending import require_settled
from network.ports.entities import Entities

E = TypeVar("E", bound=Entity)


class UpdateEntity(Generic[E]):
    def __init__(self, entities: Entities[E], entity_type: EntityType, clock: Clock) -> None:
        self._entities = entities
        self._type = entity_type
        self._read = ReadEntity(entities, entity_type)
        self._clock = clock

    def __call__(self, actor: Actor, entity_id: str, version: int, edit: Callable[[E], E]) -> Changed[E]:
        """`edit` makes of the entity what it is to be.

        Raises Refusal: NOT_FOUND, OUTSIDE_JURISDICTION, PENDING_APPROVAL, CONFLICT for a version of before.
        """
        before = self._read(actor, entity_id)
        require_settled(self._type, before.id, before.pending_change)
        require_version(before.version, version)
        return changed(self._entities, before, edit(before), self._clock.now())
