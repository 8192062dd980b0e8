"""Agents as the API shows them."""

from lacre.model import moment
from lacre.model.canonical import JsonObject
from network.model.agent import Agent


def agent_answer(agent: Agent) -> JsonObject:
    return {
        "id": agent.id,
        **agent.shown(),
        "created_at": moment.to_text(agent.created_at),
        "changed_at": moment.to_text(agent.changed_at),
    }
