"""Listing the entities of the actor's jurisdiction."""

from typing import Generic, TypeVar

from lacre.model.actor import Actor
from lacre.model.jurisdiction import require_scope
from lacre.ports.paging import BadPositionError, Page, bad_cursor
from network.model.entity import Entity
from network.ports.entities import Entities

E = TypeVar("E", bound=Entity)


class ListEntities(Generic[E]):
    def __init__(self, entities: Entities[E]) -> None:
        self._entities = entities

    def __call__(self, actor: Actor, cursor: str | None, limit: int) -> Page[E]:
        """Raises Refusal: BAD_REQUEST with BAD_CURSOR, OUTSIDE_JURISDICTION."""
        try:
            return self._entities.within(require_scope(actor), cursor, limit)
        except BadPositionError:
            raise bad_cursor() from None
