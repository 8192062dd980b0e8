"""Agents, merchants, markets and POS in memory, each kind by itself."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from lacre.model.identifier import is_uuid
from lacre.model.place import Place, Scope
from lacre.ports.events import StateWrite
from lacre.ports.paging import BadPositionError, Page
from network.model.entity import Entity
from network.model.own import Owner
from tests.fakes.events import MemoryWrite

Kept = TypeVar("Kept", bound=Entity)


@dataclass
class MemoryEntities(Generic[Kept]):
    """`network.ports.entities.OwnedEntities`."""

    rows: dict[str, Kept] = field(default_factory=dict)

    def find(self, entity_id: str) -> Kept | None:
        return self.rows.get(entity_id)

    def within(self, scope: Scope, after: str | None, limit: int) -> Page[Kept]:
        low = _place_position(after, scope) if after is not None else ("", "", "")
        covered = [one for one in self.rows.values() if scope.covers(one.place) and _position(one) > low]
        items, following = _cut(sorted(covered, key=_position), limit)
        return Page(items, "/".join(_position(items[-1])) if following else None)

    def owned_by(self, owner: Owner, after: str | None, limit: int) -> Page[Kept]:
        low = _owned_position(after, owner) if after is not None else ""
        owned = [one for one in self.rows.values() if owner.id in one.owners and one.id > low]
        items, following = _cut(sorted(owned, key=lambda one: one.id), limit)
        return Page(items, f"{owner.id}/{items[-1].id}" if following else None)

    def adding(self, entity: Kept) -> StateWrite:
        return MemoryWrite(lambda: entity.id not in self.rows, lambda: self.rows.update({entity.id: entity}))

    def replacing(self, entity: Kept, version: int) -> StateWrite:
        return MemoryWrite(lambda: self._is_of(entity.id, version), lambda: self.rows.update({entity.id: entity}))

    def unchanged(self, entity: Kept) -> StateWrite:
        return MemoryWrite(lambda: self._is_of(entity.id, entity.version), lambda: None)

    def _is_of(self, entity_id: str, version: int) -> bool:
        found = self.rows.get(entity_id)
        return found is not None and found.version == version


def _position(entity: Entity) -> tuple[str, str, str]:
    return entity.place.province, entity.place.district, entity.id


def _cut(ordered: Sequence[Kept], limit: int) -> tuple[Sequence[Kept], bool]:
    """The first page, and whether there is a next."""
    return ordered[:limit], len(ordered) > limit


def _place_position(cursor: str, scope: Scope) -> tuple[str, str, str]:
    province, district, entity_id = (*cursor.split("/"), "", "")[:3]
    if not is_uuid(entity_id) or not scope.covers(Place(province, district)):
        raise BadPositionError
    return province, district, entity_id


def _owned_position(cursor: str, owner: Owner) -> str:
    owner_id, _, entity_id = cursor.partition("/")
    if owner_id != owner.id or not is_uuid(entity_id):
        raise BadPositionError
    return entity_id
