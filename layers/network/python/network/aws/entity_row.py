"""What rows of agents, merchants, markets and POS have alike."""

from collections.abc import Mapping
from typing import Any, TypedDict

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.models import Model

from lacre.model.place import Place
from network.model.entity import Entity


class EntityRow(Model):
    pk = UnicodeAttribute(hash_key=True)
    place = UnicodeAttribute()
    sort = UnicodeAttribute()
    id = UnicodeAttribute()
    province = UnicodeAttribute()
    district = UnicodeAttribute()
    created_at = NumberAttribute()
    changed_at = NumberAttribute()
    version = NumberAttribute()
    pending_change = UnicodeAttribute(null=True)


class Alike(TypedDict):
    """The fields that every kind of entity is made with."""

    id: str
    place: Place
    created_at: int
    changed_at: int
    version: int
    pending_change: str | None


def alike_fields(entity: Entity) -> Mapping[str, Any]:
    return {
        "id": entity.id,
        **entity.place.shown(),
        "created_at": entity.created_at,
        "changed_at": entity.changed_at,
        "version": entity.version,
        "pending_change": entity.pending_change,
    }


def alike_in(row: EntityRow) -> Alike:
    return {
        "id": row.id,
        "place": Place(row.province, row.district),
        "created_at": int(row.created_at),
        "changed_at": int(row.changed_at),
        "version": int(row.version),
        "pending_change": row.pending_change,
    }
