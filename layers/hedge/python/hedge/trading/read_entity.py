"""Reading an order, a contract or a link."""

from typing import Generic, TypeVar

from hedge.ports.finding import Findable, found
from lacre.model.vocabulary import EntityType

Kept = TypeVar("Kept")


class ReadEntity(Generic[Kept]):
    def __init__(self, kept: Findable[Kept], entity_type: EntityType) -> None:
        self._kept = kept
        self._type = entity_type

    def __call__(self, entity_id: str) -> Kept:
        """Raises Refusal NOT_FOUND."""
        return found(self._kept, self._type, entity_id)
