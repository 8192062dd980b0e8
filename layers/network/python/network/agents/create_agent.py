"""Creating an agent, and the account it logs in with, in one transaction."""

from dataclasses import dataclass

from lacre.model.actor import Actor
from lacre.model.identifier import ENTROPY_BYTES, uuid7
from lacre.ports.ambient import Clock, Entropy
from lacre.recording.change import Change
from network.model.agent import Agent
from network.model.jurisdiction import require_place
from network.model.place import Place
from network.ports.accounts import Account, Accounts
from network.ports.agents import Agents


@dataclass(frozen=True)
class AgentDraft:
    """An agent to be made; `username` is what it will log in by."""

    name: str
    phone: str
    place: Place
    username: str


@dataclass(frozen=True)
class CreatedAgent:
    """An agent that exists once the change is committed."""

    agent: Agent
    account: Account
    change: Change


class CreateAgent:
    def __init__(self, agents: Agents, accounts: Accounts, clock: Clock, entropy: Entropy) -> None:
        self._agents = agents
        self._accounts = accounts
        self._clock = clock
        self._entropy = entropy

    def __call__(self, actor: Actor, draft: AgentDraft) -> CreatedAgent:
        """Raises Refusal: OUTSIDE_JURISDICTION, CONFLICT for a user name that is taken."""
        require_place(actor, draft.place)
        now = self._clock.now()
        agent_id = uuid7(now, self._entropy.take(ENTROPY_BYTES))
        account = self._accounts.open(draft.username, draft.name, draft.place, agent_id)
        agent = Agent(agent_id, draft.name, draft.phone, draft.place, account.id, now, now)
        change = Change(
            agent.id,
            after=agent.shown(),
            writes=[self._agents.adding(agent), *account.writes],
            further=[account.event],
        )
        return CreatedAgent(agent, account, change)
