"""The network application over fakes, with actors of every jurisdiction."""

from dataclasses import dataclass, field
from itertools import count
from typing import Any

from fastapi.testclient import TestClient

from functions.network.accounts import HolderAccounts
from functions.network.entity_routers import EntityKeepers, entity_routers
from identity.people.open_account import OpenAccount
from identity.people.user_draft import UserMaker
from lacre.http.application import create_application
from lacre.http.by_credential import ByCredential
from lacre.model.actor import Actor
from lacre.model.api_key import digest_of, new_key
from lacre.model.place import Place
from lacre.model.vocabulary import ActorType
from network.model.agent import Agent
from network.model.entity import Beginning
from network.model.market import Market
from network.model.merchant import Merchant
from network.model.pos import Pos
from network.terminals.pos_keys import PosKeys
from tests.fakes.ambient import SeededEntropy
from tests.fakes.blocks import MemoryBlocks
from tests.fakes.entities import MemoryEntities
from tests.fakes.movable_clock import MovableClock
from tests.fakes.trail import MemoryTrail
from tests.fakes.users import MemoryUsers
from tests.unit.identity.worlds import CHEAP_PINS
from tests.unit.recorded import Recorded

HOME, NEXT, FAR = Place("Nampula", "Centro"), Place("Nampula", "Norte"), Place("Zambézia", "Centro")
NEW_AGENT = {
    "name": "Lia Agente",
    "phone": "+258840000001",
    "province": HOME.province,
    "district": HOME.district,
    "username": "lia",
}
NEW_MERCHANT = {**NEW_AGENT, "name": "Mercearia Lua", "tax_number": "400000001"}
NEW_MARKET = {"name": "Mercado do Peixe", "province": HOME.province, "district": HOME.district}
ABSENT_ID = "01a1ee56-5e00-75b1-a522-4a58b791df00"
HOSTILE_IDS = [ABSENT_ID, ABSENT_ID.upper(), "5", "482913112233", "AGENT%231", "%2e", "%20", "%00", "x" * 190]


def id_of(number: int) -> str:
    return f"01a1ee56-5e00-75b1-a522-{number:012x}"


# Agents and merchants are numbered by their kind, so that each test has its own first of them.
FIRST_AGENT, FIRST_MERCHANT = id_of(0xA00), id_of(0xB00)


def actor(role: str, province: str | None = None, district: str | None = None, entity: str | None = None) -> Actor:
    return Actor(ActorType(role), f"u-{role.lower()}", f"A {role}", role, province, district, "s-1", entity)


ACTORS = {
    "admin": actor("ADMIN"),
    "supervisor": actor("SUPERVISOR", HOME.province),
    "clerk": actor("FUNCIONARIO", HOME.province, HOME.district),
    "auditor": actor("AUDITOR"),
    "trader": actor("TRADER"),
    "merchant": actor("MERCHANT", HOME.province, HOME.district, FIRST_MERCHANT),
    "agent": actor("AGENT", HOME.province, HOME.district, FIRST_AGENT),
    "agent of nobody": actor("AGENT", HOME.province, HOME.district),
    "homeless clerk": actor("FUNCIONARIO"),
}


@dataclass
class NetworkWorld(Recorded):
    clock: MovableClock = field(default_factory=MovableClock)
    agents: MemoryEntities[Agent] = field(default_factory=MemoryEntities)
    merchants: MemoryEntities[Merchant] = field(default_factory=MemoryEntities)
    markets: MemoryEntities[Market] = field(default_factory=MemoryEntities)
    terminals: MemoryEntities[Pos] = field(default_factory=MemoryEntities)
    users: MemoryUsers = field(default_factory=MemoryUsers)
    blocks: MemoryBlocks = field(default_factory=MemoryBlocks)

    def __post_init__(self) -> None:
        self.trail = MemoryTrail(clock=self.clock)
        self.trail.tokens.actors = dict(ACTORS)
        self._numbers = {kind: count(first) for kind, first in (("a", 0xA00), ("b", 0xB00), ("c", 0xC00), ("d", 0xD00))}
        entropy = SeededEntropy(11)
        accounts = HolderAccounts(OpenAccount(self.users, UserMaker(CHEAP_PINS, self.clock, entropy), entropy))
        kept = EntityKeepers(self.agents, self.merchants, self.markets, self.terminals, accounts)
        callers = ByCredential(self.trail.tokens, self.pos_keys)
        app = create_application("network", self.trail.trail(callers), entity_routers(kept, self.clock, entropy), {})
        self.client = TestClient(app)

    @property
    def pos_keys(self) -> PosKeys:
        return PosKeys(self.terminals, self.blocks, self.clock)

    def agent(self, place: Place = HOME, **other: Any) -> Agent:
        """An agent that is simply there."""
        made = Agent(
            **self._beginning("a", place),
            **{"name": "Eva", "phone": "+258840000009", "account_id": "u-somebody", **other},
        )
        self.agents.rows[made.id] = made
        return made

    def merchant(self, place: Place = HOME, **other: Any) -> Merchant:
        alike = {"name": "Eva", "phone": "+258840000009", "tax_number": None, "account_id": "u-somebody"}
        made = Merchant(**self._beginning("b", place), **{**alike, **other})
        self.merchants.rows[made.id] = made
        return made

    def market(self, place: Place = HOME) -> Market:
        made = Market(**self._beginning("c", place), name="Eva")
        self.markets.rows[made.id] = made
        return made

    def pos(self, place: Place = HOME, **other: Any) -> Pos:
        """A POS of the first agent and the first merchant, that `key_of` opens."""
        beginning = self._beginning("d", place)
        alike = {
            "label": "Eva 1",
            "agent_id": FIRST_AGENT,
            "merchant_id": FIRST_MERCHANT,
            "market_id": id_of(0xC00),
            "maximum_amount": None,
            "key_digest": digest_of(key_of(beginning["id"])),
        }
        made = Pos(**beginning, **{**alike, **other})
        self.terminals.rows[made.id] = made
        return made

    def _beginning(self, kind: str, place: Place) -> Beginning:
        now = self.clock.now()
        return Beginning(id=id_of(next(self._numbers[kind])), place=place, created_at=now, changed_at=now)

    def pages_of(self, path: str, name: str, limit: int) -> list[dict[str, Any]]:
        """Every page of a list, as its answers."""
        pages: list[dict[str, Any]] = []
        query: dict[str, str | int] = {"limit": limit}
        while not pages or pages[-1]["cursor"] is not None:
            answer = self.client.get(path, params=query, headers=by(name))
            assert answer.status_code == 200, answer.text
            pages.append(answer.json())
            query["cursor"] = pages[-1]["cursor"]
        return pages


def by(name: str | None) -> dict[str, str]:
    return {"Authorization": f"Bearer {name}"} if name else {}


def at(name: str, version: int = 1) -> dict[str, str]:
    """The headers of a change to a version."""
    return {**by(name), "If-Match": f'"{version}"'}


def key_of(pos_id: str, secret: bytes = bytes(32)) -> str:
    return new_key("pos", pos_id, secret)


def with_key(key: str) -> dict[str, str]:
    return {"X-Api-Key": key}
