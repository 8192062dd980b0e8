"""What moves, made of the network's entities: the one place where identity meets them."""

from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from identity.ports.movables import Movable
from lacre.model.canonical import JsonObject
from lacre.model.place import Place
from lacre.model.vocabulary import EntityType
from lacre.ports.events import StateWrite
from network.model.agent import Agent
from network.model.entity import Entity
from network.model.merchant import Merchant
from network.model.pos import Pos
from network.ports.entities import Entities

Moving = TypeVar("Moving", bound=Entity)


@dataclass(frozen=True)
class MovableEntity(Generic[Moving]):
    """`identity.ports.movables.Movable`."""

    entities: Entities[Moving]
    entity: Moving

    @property
    def place(self) -> Place:
        return self.entity.place

    @property
    def version(self) -> int:
        return self.entity.version

    @property
    def pending_change(self) -> str | None:
        return self.entity.pending_change

    @property
    def account_id(self) -> str | None:
        return self.entity.account_id if isinstance(self.entity, Agent | Merchant) else None

    def shown(self) -> JsonObject:
        return self.entity.shown()

    def at(self, place: Place, pending_change: str | None, now: int) -> "MovableEntity[Moving]":
        # A market stays where it is: whatever stood in it and moves away stands in none.
        behind: dict[str, Any] = (
            {"market_id": None} if isinstance(self.entity, Pos) and place != self.entity.place else {}
        )
        moved = replace(
            self.entity,
            place=place,
            pending_change=pending_change,
            changed_at=now,
            version=self.entity.version + 1,
            **behind,
        )
        return replace(self, entity=moved)

    def replacing(self, version: int) -> StateWrite:
        return self.entities.replacing(self.entity, version)


class NetworkMovables:
    """`identity.ports.movables.Movables`."""

    def __init__(self, agents: Entities[Agent], merchants: Entities[Merchant], terminals: Entities[Pos]) -> None:
        self._agents = agents
        self._merchants = merchants
        self._terminals = terminals

    def find(self, entity_type: EntityType, entity_id: str) -> Movable | None:
        """Raises ValueError for a kind that does not move."""
        match entity_type:
            case EntityType.AGENT:
                return _movable(self._agents, entity_id)
            case EntityType.MERCHANT:
                return _movable(self._merchants, entity_id)
            case EntityType.POS:
                return _movable(self._terminals, entity_id)
            case _:
                raise ValueError(f"{entity_type} does not move")


def _movable(entities: Entities[Moving], entity_id: str) -> Movable | None:
    found = entities.find(entity_id)
    return MovableEntity(entities, found) if found else None
