"""Who acts in the trail that is searched: some act all day and most seldom, from addresses that many share."""

import random
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from lacre.model.actor import Actor
from lacre.model.vocabulary import ActorType
from tests.bench.search_places import any_place

_COUNTS = {
    "AGENT": 2_400,
    "MERCHANT": 300,
    "FUNCIONARIO": 220,
    "SUPERVISOR": 44,
    "AUDITOR": 12,
    "ADMIN": 4,
    "TRADER": 24,
    "RISK_MANAGER": 6,
}
_FIRST = (
    *("Ana", "Bento", "Celeste", "Domingos", "Elisa", "Filipe", "Graça", "Hélder", "Isabel", "João", "Lurdes"),
    *("Mateus", "Neide", "Orlando", "Paula", "Rui"),
)
_LAST = (
    *("Macuácua", "Sitoe", "Tembe", "Cossa", "Mondlane", "Nhantumbo", "Chissano", "Matusse", "Bila", "Langa"),
    *("Muianga", "Zandamela", "Ubisse"),
)


@dataclass(frozen=True)
class Person:
    """`own` are the ids of the things that this person works on, the first ones the most."""

    actor: Actor
    ip: str
    own: tuple[str, ...]


@dataclass(frozen=True)
class People:
    """Those of a role with their cumulative shares of the work."""

    members: Sequence[Person]
    shares: Sequence[float]

    def any(self, chance: random.Random) -> Person:
        return chance.choices(self.members, cum_weights=self.shares)[0]


@cache
def people(seed: int) -> dict[str, People]:
    """By role."""
    return {role: _of_role(role, count, random.Random(f"{seed}-{role}")) for role, count in _COUNTS.items()}


def opaque(chance: random.Random) -> str:
    """An id as the product makes them."""
    return str(uuid.UUID(int=chance.getrandbits(128), version=4))


def _of_role(role: str, count: int, chance: random.Random) -> People:
    members = [_person(role, chance) for _ in range(count)]
    return People(members, list(accumulate(1 / (rank + 8) for rank in range(count))))


def _person(role: str, chance: random.Random) -> Person:
    name = f"{chance.choice(_FIRST)} {chance.choice(_LAST)}"
    province, district = any_place(chance)
    actor = Actor(ActorType(role), opaque(chance), name, role, province, district)
    return Person(actor, _address(role, chance), tuple(opaque(chance) for _ in range(12)))


def _address(role: str, chance: random.Random) -> str:
    if role in ("AGENT", "MERCHANT"):
        if chance.random() < 0.4:
            return f"2001:db8:{chance.randrange(16):x}:{chance.randrange(65536):x}::1"
        return f"192.0.2.{1 + min(int(chance.expovariate(1 / 40)), 253)}"
    return f"198.51.100.{1 + min(int(chance.expovariate(1 / 30)), 253)}"
