"""`/v1/rules`: what the detector looks for, as it was released."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel

from functions.query.group_answers import ExplainedGroupAnswer, explained_group_answer
from functions.query.routes.events import READERS
from functions.query.sources import Sources
from lacre.http.audit import audited
from lacre.http.audited_route import AuditedRoute
from lacre.http.call import Call
from lacre.investigating.explain_group import ExplainGroup
from lacre.model.canonical import JsonObject
from lacre.model.vocabulary import EntityType

AskedGroup = Annotated[str, Query(max_length=4096, description="JSON of the group's values, as its alerts show them.")]


class GroupingAnswer(BaseModel):
    """A name in the group, and the field that has its value in an event of each selection."""

    name: str
    fields: list[str]


class BlockingAnswer(BaseModel):
    """The actor whom the group names so is blocked for so long."""

    block: str
    expiry_ms: int


class ExceptionAnswer(BaseModel):
    """Events that are not counted, if they happened before `until`; `where` is as it was compiled."""

    where: dict[str, Any]
    until: str
    reason: str
    owner: str


class RuleAnswer(BaseModel):
    """A rule. `condition` is in words; a rule in mode shadow raises no alert."""

    name: str
    id: str
    title: str
    description: str
    owner: str
    mode: str
    kind: str
    severity: str
    action: str
    condition: str
    group_by: list[GroupingAnswer]
    timespan_ms: int
    lateness_ms: int
    suppression_ms: int
    response: BlockingAnswer | None
    exceptions: list[ExceptionAnswer]
    windowing_hash: str
    bundle_hash: str


class RulesAnswer(BaseModel):
    """All rules of the bundle."""

    rules: list[RuleAnswer]
    bundle_hash: str


def rules_router(sources: Sources) -> APIRouter:
    router = APIRouter(prefix="/v1/rules", route_class=AuditedRoute)
    rulebook = sources.investigation.rulebook
    explain_group = ExplainGroup(sources.investigation.windows, rulebook)

    @router.get("", response_model=RulesAnswer)
    @audited("READ_ALERTS", roles=READERS, entity_type=EntityType.RULE)
    def list_all(call: Call) -> JsonObject:
        call.read()
        return {"rules": [_told(name) for name in rulebook.rules], "bundle_hash": rulebook.hash}

    @router.get("/{rule}", response_model=RuleAnswer)
    @audited("READ_ALERTS", roles=READERS, entity_type=EntityType.RULE, entity="rule")
    def read(call: Call, rule: str) -> JsonObject:
        told = _told(rule)
        call.read(rule)
        return told

    @router.get("/{rule}/explanation", response_model=ExplainedGroupAnswer)
    @audited("READ_ALERTS", roles=READERS, entity_type=EntityType.RULE, entity="rule", refusals=(400,))
    def explanation(call: Call, rule: str, group: AskedGroup) -> JsonObject:
        explained = explain_group(rule, group)
        call.read(rule)
        return explained_group_answer(explained, rulebook.hash)

    def _told(name: str) -> JsonObject:
        return {**rulebook.rule(name).shown(), "bundle_hash": rulebook.hash}

    return router
