"""Changing an agent. Where it belongs is no part of it: that takes a request that somebody else approves."""

from dataclasses import dataclass, replace

from lacre.model.actor import Actor
from lacre.model.refusal import Ground, Refusal
from lacre.ports.ambient import Clock
from lacre.recording.change import Change
from network.agents.read_agent import ReadAgent
from network.model.agent import Agent
from network.ports.agents import Agents


@dataclass(frozen=True)
class AgentEdit:
    """What is to be another; None stays as it is."""

    name: str | None = None
    phone: str | None = None


@dataclass(frozen=True)
class UpdatedAgent:
    """An agent as it is once the change is committed."""

    agent: Agent
    change: Change


class UpdateAgent:
    def __init__(self, agents: Agents, read_agent: ReadAgent, clock: Clock) -> None:
        self._agents = agents
        self._read_agent = read_agent
        self._clock = clock

    def __call__(self, actor: Actor, agent_id: str, version: int, edit: AgentEdit) -> UpdatedAgent:
        """Raises Refusal: NOT_FOUND, OUTSIDE_JURISDICTION, CONFLICT for a version that is no longer the agent's."""
        before = self._read_agent(actor, agent_id)
        if before.version != version:
            raise Refusal(
                Ground.CONFLICT, "STALE_VERSION", "Somebody else changed this first. Read it again and decide anew."
            )
        after = replace(
            before,
            name=edit.name if edit.name is not None else before.name,
            phone=edit.phone if edit.phone is not None else before.phone,
            changed_at=self._clock.now(),
            version=version + 1,
        )
        writes = [self._agents.replacing(after, version)]
        return UpdatedAgent(after, Change(after.id, before.shown(), after.shown(), writes))
