"""What has routes alike: agents, merchants and markets."""

from dataclasses import dataclass
from typing import Any

import pytest

from lacre.model.place import Place
from network.model.entity import Entity
from tests.unit.network.worlds import HOME, NEW_AGENT, NEW_MARKET, NEW_MERCHANT, NetworkWorld


@dataclass(frozen=True)
class Kind:
    """`new` is a body that creates one."""

    word: str
    new: dict[str, str]

    @property
    def path(self) -> str:
        return f"/v1/{self.word}s"

    @property
    def code(self) -> str:
        return self.word.upper()

    def rows(self, world: NetworkWorld) -> dict[str, Entity]:
        rows: dict[str, Entity] = getattr(world, f"{self.word}s").rows
        return rows

    def there(self, world: NetworkWorld, place: Place = HOME) -> Entity:
        """One that is simply there."""
        made: Entity = getattr(world, self.word)(place)
        return made

    def without(self, name: str) -> dict[str, Any]:
        return {field: value for field, value in self.new.items() if field != name}


AGENTS, MERCHANTS, MARKETS = Kind("agent", NEW_AGENT), Kind("merchant", NEW_MERCHANT), Kind("market", NEW_MARKET)
EACH_KIND = pytest.mark.parametrize("kind", [AGENTS, MERCHANTS, MARKETS], ids=lambda kind: kind.word)
WITH_ACCOUNT = pytest.mark.parametrize("kind", [AGENTS, MERCHANTS], ids=lambda kind: kind.word)
