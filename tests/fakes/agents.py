"""Agents in memory."""

from dataclasses import dataclass, field

from lacre.model.identifier import is_uuid
from lacre.ports.events import StateWrite
from network.model.agent import Agent
from network.model.place import Place, Scope
from network.ports.agents import BadPositionError, Page
from tests.fakes.events import MemoryWrite


@dataclass
class MemoryAgents:
    rows: dict[str, Agent] = field(default_factory=dict)

    def find(self, agent_id: str) -> Agent | None:
        return self.rows.get(agent_id)

    def within(self, scope: Scope, after: str | None, limit: int) -> Page:
        low = _order(after, scope) if after is not None else ("", "", "")
        covered = [agent for agent in self.rows.values() if scope.covers(agent.place) and _position(agent) > low]
        ordered = sorted(covered, key=_position)
        page = ordered[:limit]
        return Page(page, "/".join(_position(page[-1])) if len(ordered) > limit else None)

    def adding(self, agent: Agent) -> StateWrite:
        return MemoryWrite(lambda: agent.id not in self.rows, lambda: self.rows.update({agent.id: agent}))

    def replacing(self, agent: Agent, version: int) -> StateWrite:
        def is_unchanged() -> bool:
            found = self.rows.get(agent.id)
            return found is not None and found.version == version

        return MemoryWrite(is_unchanged, lambda: self.rows.update({agent.id: agent}))


def _position(agent: Agent) -> tuple[str, str, str]:
    return agent.place.province, agent.place.district, agent.id


def _order(cursor: str, scope: Scope) -> tuple[str, str, str]:
    province, district, agent_id = (*cursor.split("/"), "", "")[:3]
    if not is_uuid(agent_id) or not scope.covers(Place(province, district)):
        raise BadPositionError
    return province, district, agent_id
