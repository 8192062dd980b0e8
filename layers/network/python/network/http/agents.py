"""`/v1/agents`."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Header, Query, Response

from lacre.http.audit import audited
from lacre.http.audited_route import AuditedRoute
from lacre.http.call import Call
from lacre.model.canonical import JsonObject
from lacre.model.vocabulary import EntityType
from network.agents.create_agent import CreateAgent
from network.agents.list_agents import ListAgents
from network.agents.read_agent import ReadAgent
from network.agents.update_agent import UpdateAgent
from network.http.answers import agent_answer
from network.http.bodies import AgentEditBody, NewAgentBody
from network.model.jurisdiction import AGENT, OFFICIALS
from network.model.version_tag import tag_of, version_of


@dataclass(frozen=True)
class AgentUseCases:
    create: CreateAgent
    read: ReadAgent
    list: ListAgents
    update: UpdateAgent


def agents_router(agents: AgentUseCases) -> APIRouter:
    router = APIRouter(prefix="/v1/agents", route_class=AuditedRoute)

    @router.post("", status_code=201, response_model=None)
    @audited("CREATE_AGENT", roles=OFFICIALS)
    def create(call: Call, given: NewAgentBody, response: Response) -> JsonObject:
        created = agents.create(call.actor, given.draft)
        call.commit(created.change)
        # The PIN is shown this once and must stay in no cache.
        response.headers["Cache-Control"] = "no-store"
        response.headers["ETag"] = tag_of(created.agent.version)
        account = {"username": created.account.username, "pin": created.account.pin}
        return {**agent_answer(created.agent), "account": account}

    @router.get("", response_model=None)
    @audited("LIST_ENTITIES", roles=OFFICIALS, entity_type=EntityType.AGENT)
    def list_all(
        call: Call,
        limit: Annotated[int, Query(ge=1, le=100)] = 50,
        cursor: Annotated[str | None, Query(max_length=2048)] = None,
    ) -> JsonObject:
        page = agents.list(call.actor, cursor, limit)
        call.read()
        return {"agents": [agent_answer(agent) for agent in page.agents], "cursor": page.next}

    @router.get("/{agent_id}", response_model=None)
    @audited("READ_ENTITY", roles=(*OFFICIALS, AGENT), entity_type=EntityType.AGENT, entity="agent_id")
    def read(call: Call, agent_id: str, response: Response) -> JsonObject:
        agent = agents.read(call.actor, agent_id)
        call.read(agent.id)
        response.headers["ETag"] = tag_of(agent.version)
        return agent_answer(agent)

    @router.patch("/{agent_id}", response_model=None)
    @audited("UPDATE_AGENT", roles=OFFICIALS, entity="agent_id")
    def update(
        call: Call,
        agent_id: str,
        given: AgentEditBody,
        response: Response,
        if_match: Annotated[str | None, Header()] = None,
    ) -> JsonObject:
        updated = agents.update(call.actor, agent_id, version_of(if_match), given.edit)
        call.commit(updated.change)
        response.headers["ETag"] = tag_of(updated.agent.version)
        return agent_answer(updated.agent)

    return router
