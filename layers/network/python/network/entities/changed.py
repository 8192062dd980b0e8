"""An entity that is another than before."""

from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from lacre.model.refusal import Ground, Refusal
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


def require_version(entity: Entity, version: int) -> None:
    """Raises Refusal CONFLICT for a version of before."""
    if entity.version != version:
        raise Refusal(
            Ground.CONFLICT, "STALE_VERSION", "Somebody else changed this first. Read it again and decide anew."
        )
