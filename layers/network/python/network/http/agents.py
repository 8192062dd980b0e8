"""`/v1/agents`."""

from dataclasses import dataclass

from fastapi import APIRouter, Response

from lacre.http.audit import audited
from lacre.http.audited_route import AuditedRoute
from lacre.http.call import Call
from lacre.http.parameters import AskedPage, IfMatch
from lacre.http.version_tag import version_of
from lacre.model.jurisdiction import OFFICIALS
from lacre.model.vocabulary import EntityType
from network.entities.create_holder import CreateHolder
from network.entities.list_entities import ListEntities
from network.entities.read_entity import ReadEntity
from network.entities.update_entity import UpdateEntity
from network.http.answering import changed_answer, opened_answer, page_answer, read_answer
from network.http.answers import AgentAnswer, AgentsAnswer, NewAgentAnswer
from network.http.bodies import AgentEditBody, NewAgentBody
from network.model.agent import Agent
from network.model.own import AGENT


@dataclass(frozen=True)
class AgentUseCases:
    create: CreateHolder[Agent]
    read: ReadEntity[Agent]
    list: ListEntities[Agent]
    update: UpdateEntity[Agent]


def agents_router(agents: AgentUseCases) -> APIRouter:
    router = APIRouter(prefix="/v1/agents", route_class=AuditedRoute)

    @router.post("", status_code=201, response_model=NewAgentAnswer)
    @audited("CREATE_AGENT", roles=OFFICIALS, further=("CREATE_USER",))
    def create(call: Call, given: NewAgentBody) -> Response:
        return opened_answer(call, agents.create(call.actor, given.draft))

    @router.get("", response_model=AgentsAnswer)
    @audited("LIST_ENTITIES", roles=OFFICIALS, entity_type=EntityType.AGENT)
    def list_all(call: Call, asked: AskedPage) -> Response:
        return page_answer(call, "agents", agents.list(call.actor, asked.cursor, asked.limit))

    @router.get("/{agent_id}", response_model=AgentAnswer)
    @audited("READ_ENTITY", roles=(*OFFICIALS, AGENT), entity_type=EntityType.AGENT, entity="agent_id")
    def read(call: Call, agent_id: str) -> Response:
        return read_answer(call, agents.read(call.actor, agent_id))

    @router.patch("/{agent_id}", response_model=AgentAnswer)
    @audited("UPDATE_AGENT", roles=OFFICIALS, entity="agent_id")
    def update(call: Call, agent_id: str, given: AgentEditBody, if_match: IfMatch = None) -> Response:
        return changed_answer(call, agents.update(call.actor, agent_id, version_of(if_match), given.edit))

    return router
