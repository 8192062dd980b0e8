"""Who lives in the simulated province: agents with their POS, clerks, auditors and traders, each at an address."""

import random
import uuid
from dataclasses import dataclass

from tests.simulator.fact import Actor

AGENTS, CLERKS, AUDITORS, TRADERS = 60, 12, 4, 4


@dataclass(frozen=True)
class Agent:
    """An agent, the account that it logs in with, and its POS. `pace` is its transactions on an ordinary day.

    Its own id is not that of the account.
    """

    actor: Actor
    account: str
    pos: str
    ip: str
    pace: int

    @property
    def id(self) -> str:
        return f"agent-of-{self.account}"

    @property
    def terminal(self) -> Actor:
        return Actor("POS", self.pos)


@dataclass(frozen=True)
class Official:
    actor: Actor
    ip: str

    @property
    def account(self) -> str:
        return self.actor.id


@dataclass(frozen=True)
class Province:
    agents: tuple[Agent, ...]
    clerks: tuple[Official, ...]
    auditors: tuple[Official, ...]
    traders: tuple[Official, ...]

    @property
    def size(self) -> int:
        return len(self.agents) + len(self.clerks) + len(self.auditors) + len(self.traders)


def province(chance: random.Random) -> Province:
    return Province(
        tuple(_agent(chance, number) for number in range(AGENTS)),
        tuple(_official(chance, "FUNCIONARIO", 100 + number) for number in range(CLERKS)),
        tuple(_official(chance, "AUDITOR", 120 + number) for number in range(AUDITORS)),
        tuple(_official(chance, "TRADER", 130 + number) for number in range(TRADERS)),
    )


def opaque(chance: random.Random) -> str:
    """An id as the product makes them."""
    return str(uuid.UUID(int=chance.getrandbits(128), version=4))


def _agent(chance: random.Random, number: int) -> Agent:
    # An agent acts under its account's id; a market's agents are behind one address, ten at a time.
    account = opaque(chance)
    return Agent(
        Actor("AGENT", account), account, opaque(chance), f"192.0.2.{10 + number // 10}", chance.randint(6, 18)
    )


def _official(chance: random.Random, role: str, host: int) -> Official:
    return Official(Actor(role, opaque(chance)), f"192.0.2.{host}")
