"""Where agents are kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from lacre.ports.events import StateWrite
from network.model.agent import Agent
from network.model.place import Scope


class BadPositionError(ValueError):
    """The position to list from is none, or none of this scope."""


@dataclass(frozen=True)
class Page:
    """Agents by province, district and id; `next` is the position to list from, None at the end."""

    agents: Sequence[Agent]
    next: str | None


class Agents(Protocol):
    def find(self, agent_id: str) -> Agent | None:
        """By a consistent read. Raises StoreUnavailableError."""
        ...

    def within(self, scope: Scope, after: str | None, limit: int) -> Page:
        """Agents of a scope. Raises BadPositionError, StoreUnavailableError."""
        ...

    def adding(self, agent: Agent) -> StateWrite:
        """The write that makes an agent, on condition that its id is free."""
        ...

    def replacing(self, agent: Agent, version: int) -> StateWrite:
        """The write that changes an agent, on condition that it still has this version."""
        ...
