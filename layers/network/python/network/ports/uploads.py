"""What is remembered of uploads, and how their items are written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from lacre.model.canonical import JsonObject
from lacre.model.draft import Reason
from lacre.model.vocabulary import EntityType
from lacre.ports.events import StateWrite
from network.model.numbers import Numbers
from network.model.offline_item import Memory


class Uploads(Protocol):
    """Items are known by `OfflineItem.name`, each POS's by themselves."""

    def memories(self, pos_id: str, names: Sequence[str]) -> Mapping[str, Memory]:
        """Those of the items that are remembered, by consistent reads. Raises StoreUnavailableError."""
        ...

    def remembering(self, pos_id: str, name: str, memory: Memory) -> StateWrite:
        """The write that remembers an item, on condition that none of this name is."""
        ...

    def numbers(self, pos_id: str) -> Numbers:
        """By a consistent read. Raises StoreUnavailableError."""
        ...

    def noting(self, pos_id: str, numbers: Numbers) -> StateWrite:
        """The write that keeps numbers, on condition that those of the version before are kept."""
        ...


@dataclass(frozen=True)
class Part:
    """One event of an item. `occurred_at` is ms since 1970; one with a `reason` tells of a failure."""

    action: str
    entity_type: EntityType
    entity_id: str
    after: JsonObject
    occurred_at: int | None = None
    reason: Reason | None = None


class Journal(Protocol):
    """The log, for the items of one upload."""

    def write(self, parts: Sequence[Part], writes: Sequence[StateWrite]) -> None:
        """Record events of items and write what they tell of, in one transaction.

        Raises StateConflictError, StoreUnavailableError, SignerUnavailableError.
        """
        ...
