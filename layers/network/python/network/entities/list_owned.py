"""Listing what belongs to agents and merchants: officials see their jurisdiction's, others the own that lies there."""

from typing import Generic, TypeVar

from lacre.model.actor import Actor
from lacre.ports.paging import BadPositionError, Page, bad_cursor
from network.entities.list_entities import ListEntities
from network.model.entity import Entity
from network.model.own import is_at_hand, owner_in
from network.ports.entities import OwnedEntities

E = TypeVar("E", bound=Entity)


class ListOwned(Generic[E]):
    def __init__(self, entities: OwnedEntities[E]) -> None:
        self._entities = entities
        self._list_within = ListEntities(entities)

    def __call__(self, actor: Actor, cursor: str | None, limit: int) -> Page[E]:
        """One's own is read a page at a time, and what lies elsewhere is left out: no more is read to make up for it.

        So a page can be short, or empty, with more to come; the list ends where there is no next position.
        Raises Refusal: BAD_REQUEST with BAD_CURSOR, OUTSIDE_JURISDICTION.
        """
        owner = owner_in(actor)
        if owner is None:
            return self._list_within(actor, cursor, limit)
        try:
            page = self._entities.owned_by(owner, cursor, limit)
        except BadPositionError:
            raise bad_cursor() from None
        return Page([one for one in page.items if is_at_hand(actor, one)], page.next)
