"""An entity that is another than before."""

from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from lacre.recording.change import Change
from network.model.entity import Entity
from network.ports.entities import Entities

E = TypeVar("E", bound=Entity)


@dataclass(frozen=True)
class Changed(Generic[E]):
    """An entity as it is once the change is committed."""

    entity: E
    change: Change


def changed(entities: Entities[E], before: E, after: E, now: int) -> Changed[E]:
    """The next version of an entity, on condition that nobody else makes it first."""
    after = replace(after, changed_at=now, version=before.version + 1)
    writes = [entities.replacing(after, before.version)]
    return Changed(after, Change(after.id, before.shown(), after.shown(), writes))
