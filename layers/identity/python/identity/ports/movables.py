"""What of the network can move to another jurisdiction; it belongs to a package that the function brings in."""

from typing import Protocol

from lacre.model.canonical import JsonObject
from lacre.model.place import Place
from lacre.model.vocabulary import EntityType
from lacre.ports.events import StateWrite


class Movable(Protocol):
    """An agent, a merchant or a POS, as it was read or as it is to be."""

    @property
    def place(self) -> Place: ...

    @property
    def version(self) -> int: ...

    @property
    def pending_change(self) -> str | None:
        """The change of jurisdiction that waits for approval."""
        ...

    @property
    def account_id(self) -> str | None:
        """The user who moves with it, if it has an account."""
        ...

    def shown(self) -> JsonObject:
        """As the log shows it."""
        ...

    def at(self, place: Place, pending_change: str | None, now: int) -> "Movable":
        """As it is to be, one version on; `now` is ms since 1970. What belongs to a place stays behind in it."""
        ...

    def replacing(self, version: int) -> StateWrite:
        """The write that puts it over itself, on condition that it still has this version."""
        ...


class Movables(Protocol):
    def find(self, entity_type: EntityType, entity_id: str) -> Movable | None:
        """By a consistent read. Raises StoreUnavailableError."""
        ...
