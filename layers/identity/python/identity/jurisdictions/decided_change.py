"""A change of jurisdiction as it is once it is committed, and how the log tells of it."""

from dataclasses import dataclass

from identity.model.jurisdiction_change import JurisdictionChange
from identity.ports.movables import Movable
from lacre.model.canonical import JsonObject
from lacre.recording.change import Change


@dataclass(frozen=True)
class DecidedChange:
    """What was asked for, approved or rejected; it is so once `change` is committed."""

    asked: JurisdictionChange
    change: Change


def told(asked: JurisdictionChange, entity: Movable) -> JsonObject:
    """One side of an event: the change, and what it moves."""
    return {**asked.shown(), "entity": entity.shown()}
