"""Where agents, merchants, markets and POS are kept, each kind by itself."""

from typing import Protocol, TypeVar

from lacre.model.place import Scope
from lacre.ports.events import StateWrite
from lacre.ports.paging import Page
from network.model.own import Owner

Kept = TypeVar("Kept")


class Entities(Protocol[Kept]):
    def find(self, entity_id: str) -> Kept | None:
        """By a consistent read. Raises StoreUnavailableError."""
        ...

    def within(self, scope: Scope, after: str | None, limit: int) -> Page[Kept]:
        """Those of a scope, by province, district and id. Raises BadPositionError, StoreUnavailableError."""
        ...

    def adding(self, entity: Kept) -> StateWrite:
        """The write that makes one, on condition that its id is free."""
        ...

    def replacing(self, entity: Kept, version: int) -> StateWrite:
        """The write that changes one, on condition that it still has this version."""
        ...

    def unchanged(self, entity: Kept) -> StateWrite:
        """The write that changes nothing, on condition that this one still has its version."""
        ...


class OwnedEntities(Entities[Kept], Protocol[Kept]):
    """Those that belong to agents and merchants."""

    def owned_by(self, owner: Owner, after: str | None, limit: int) -> Page[Kept]:
        """An owner's, by id. Raises BadPositionError, StoreUnavailableError."""
        ...
