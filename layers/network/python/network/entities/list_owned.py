"""Listing what belongs to agents and merchants: officials see their jurisdiction's, everybody else the own."""

from typing import Generic, TypeVar

from lacre.model.actor import Actor
from lacre.ports.paging import BadPositionError, Page, bad_cursor
from network.entities.list_entities import ListEntities
from network.model.entity import Entity
from network.model.own import owner_in
from network.ports.entities import OwnedEntities

E = TypeVar("E", bound=Entity)


class ListOwned(Generic[E]):
    def __init__(self, entities: OwnedEntities[E]) -> None:
        self._entities = entities
        self._list_within = ListEntities(entities)

    def __call__(self, actor: Actor, cursor: str | None, limit: int) -> Page[E]:
        """Raises Refusal: INVALID with BAD_CURSOR, OUTSIDE_JURISDICTION."""
        owner = owner_in(actor)
        if owner is None:
            return self._list_within(actor, cursor, limit)
        try:
            return self._entities.owned_by(owner, cursor, limit)
        except BadPositionError:
            raise bad_cursor() from None
