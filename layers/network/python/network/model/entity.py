"""What agents, merchants, markets and POS have alike."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TypedDict

from lacre.model.canonical import JsonObject
from lacre.model.place import Place


class Beginning(TypedDict):
    """What an entity begins with, whatever its kind."""

    id: str
    place: Place
    created_at: int
    changed_at: int


@dataclass(frozen=True, kw_only=True)
class Entity(ABC):
    """Times are ms since 1970; every change makes a version.

    `pending_change` is the change of jurisdiction that waits for approval: until then nothing of it is edited,
    but it goes on acting where it is.
    """

    id: str
    place: Place
    created_at: int
    changed_at: int
    version: int = 1
    pending_change: str | None = None

    @property
    @abstractmethod
    def owners(self) -> tuple[str, ...]:
        """Whose it is: ids of agents and merchants, and its own where it acts itself."""

    @abstractmethod
    def details(self) -> JsonObject:
        """What its kind alone has, without secrets."""

    def shown(self) -> JsonObject:
        """The entity as the log shows it."""
        return {
            **self.details(),
            **self.place.shown(),
            "version": self.version,
            "pending_change": self.pending_change,
        }
