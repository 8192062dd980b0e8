"""Listing the agents of the actor's jurisdiction."""

from lacre.model.actor import Actor
from lacre.model.refusal import Ground, Refusal
from network.model.jurisdiction import require_scope
from network.ports.agents import Agents, BadPositionError, Page


class ListAgents:
    def __init__(self, agents: Agents) -> None:
        self._agents = agents

    def __call__(self, actor: Actor, cursor: str | None, limit: int) -> Page:
        """Raises Refusal: INVALID with BAD_CURSOR, OUTSIDE_JURISDICTION."""
        try:
            return self._agents.within(require_scope(actor), cursor, limit)
        except BadPositionError:
            raise Refusal(Ground.INVALID, "BAD_CURSOR", "The cursor is none of this list.") from None
