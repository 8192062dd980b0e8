"""What a use case of the desk decided."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from lacre.recording.change import Change

Entity = TypeVar("Entity", covariant=True)


@dataclass(frozen=True)
class Decided(Generic[Entity]):
    """An entity as it is once the change is committed."""

    entity: Entity
    change: Change
