"""The network application over fakes, with actors of every jurisdiction."""

import json
from dataclasses import dataclass, field
from typing import Any

from fastapi.testclient import TestClient

from functions.network.accounts import AgentAccounts
from identity.people.open_account import OpenAccount
from identity.people.user_draft import UserMaker
from lacre.http.application import create_application
from lacre.model.actor import Actor
from lacre.model.header import Header
from lacre.model.vocabulary import ActorType
from network.agents.create_agent import CreateAgent
from network.agents.list_agents import ListAgents
from network.agents.read_agent import ReadAgent
from network.agents.update_agent import UpdateAgent
from network.http.agents import AgentUseCases, agents_router
from network.model.agent import Agent
from network.model.place import Place
from tests.fakes.agents import MemoryAgents
from tests.fakes.ambient import SeededEntropy
from tests.fakes.movable_clock import MovableClock
from tests.fakes.trail import MemoryTrail
from tests.fakes.users import MemoryUsers
from tests.unit.identity.worlds import CHEAP_PINS

HOME, NEXT, FAR = Place("Nampula", "Centro"), Place("Nampula", "Norte"), Place("Zambézia", "Centro")
NEW_AGENT = {
    "name": "Lia Agente",
    "phone": "+258840000001",
    "province": HOME.province,
    "district": HOME.district,
    "username": "lia",
}


def actor(role: str, province: str | None = None, district: str | None = None) -> Actor:
    return Actor(ActorType(role), f"u-{role.lower()}", f"A {role}", role, province, district, "s-1")


ACTORS = {
    "admin": actor("ADMIN"),
    "supervisor": actor("SUPERVISOR", HOME.province),
    "clerk": actor("FUNCIONARIO", HOME.province, HOME.district),
    "auditor": actor("AUDITOR"),
    "trader": actor("TRADER"),
    "merchant": actor("MERCHANT", HOME.province, HOME.district),
    "agent": actor("AGENT", HOME.province, HOME.district),
    "homeless clerk": actor("FUNCIONARIO"),
}


@dataclass
class NetworkWorld:
    clock: MovableClock = field(default_factory=MovableClock)
    agents: MemoryAgents = field(default_factory=MemoryAgents)
    users: MemoryUsers = field(default_factory=MemoryUsers)

    def __post_init__(self) -> None:
        self.trail = MemoryTrail(clock=self.clock)
        self.trail.tokens.actors = dict(ACTORS)
        entropy = SeededEntropy(11)
        maker = UserMaker(CHEAP_PINS, self.clock, entropy)
        accounts = AgentAccounts(OpenAccount(self.users, maker, entropy))
        read_agent = ReadAgent(self.agents)
        use_cases = AgentUseCases(
            create=CreateAgent(self.agents, accounts, self.clock, entropy),
            read=read_agent,
            list=ListAgents(self.agents),
            update=UpdateAgent(self.agents, read_agent, self.clock),
        )
        app = create_application("network", self.trail.trail(), [agents_router(use_cases)], {})
        self.client = TestClient(app)

    def agent(self, place: Place = HOME, account_id: str = "u-somebody") -> Agent:
        """An agent that is simply there."""
        now = self.clock.now()
        made = Agent(
            f"01a1ee56-5e00-75b1-a522-{len(self.agents.rows):012x}", "Eva", "+258840000009", place, account_id, now, now
        )
        self.agents.rows[made.id] = made
        return made

    @property
    def events(self) -> list[Header]:
        return self.trail.events.headers_in_order

    @property
    def only_event(self) -> Header:
        (header,) = self.events
        return header

    def body_of(self, header: Header) -> dict[str, Any]:
        body: dict[str, Any] = json.loads(self.trail.events.rows[header.id].event.body_bytes)
        return body

    @property
    def kept(self) -> str:
        """Everything that the log holds, as text."""
        stored = self.trail.events.rows.values()
        return "".join((one.event.header_bytes + one.event.body_bytes).decode() for one in stored)


def by(name: str | None) -> dict[str, str]:
    return {"Authorization": f"Bearer {name}"} if name else {}
