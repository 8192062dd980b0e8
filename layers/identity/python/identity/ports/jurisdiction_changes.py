"""Where changes of jurisdiction are kept."""

from typing import Protocol

from identity.model.jurisdiction_change import ChangeState, JurisdictionChange
from lacre.model.place import Scope
from lacre.ports.events import StateWrite
from lacre.ports.paging import Page


class JurisdictionChanges(Protocol):
    def find(self, change_id: str) -> JurisdictionChange | None:
        """By a consistent read. Raises StoreUnavailableError."""
        ...

    def within(self, scope: Scope, state: ChangeState, after: str | None, limit: int) -> Page[JurisdictionChange]:
        """Those of a state that move something from within a scope, by province, district and id.

        Raises BadPositionError, StoreUnavailableError.
        """
        ...

    def adding(self, change: JurisdictionChange) -> StateWrite:
        """The write that makes one, on condition that its id is free."""
        ...

    def replacing(self, change: JurisdictionChange, version: int) -> StateWrite:
        """The write that changes one, on condition that it still has this version."""
        ...
