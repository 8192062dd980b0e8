"""A market, where POS stand. It never moves."""

from dataclasses import dataclass

from lacre.model.canonical import JsonObject
from network.model.entity import Entity


@dataclass(frozen=True, kw_only=True)
class Market(Entity):
    name: str

    @property
    def owners(self) -> tuple[str, ...]:
        return ()

    def details(self) -> JsonObject:
        return {"name": self.name}
