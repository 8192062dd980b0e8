"""Reading an agent."""

from lacre.model.actor import Actor
from lacre.model.identifier import is_uuid
from lacre.model.refusal import Ground, Refusal
from network.model.agent import Agent
from network.model.jurisdiction import require_sight
from network.ports.agents import Agents


class ReadAgent:
    def __init__(self, agents: Agents) -> None:
        self._agents = agents

    def __call__(self, actor: Actor, agent_id: str) -> Agent:
        """Raises Refusal: NOT_FOUND, for an id that was never ours as well; OUTSIDE_JURISDICTION."""
        agent = self._agents.find(agent_id) if is_uuid(agent_id) else None
        if agent is None:
            raise Refusal(Ground.NOT_FOUND, "NO_SUCH_AGENT", "There is no such agent.")
        require_sight(actor, agent)
        return agent
