"""`/v1/jurisdiction-changes`."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Response

from identity.http.jurisdiction_bodies import (
    ChangeAnswer,
    ChangesAnswer,
    ChangesQuery,
    NewChangeBody,
    RejectionBody,
    change_answer,
)
from identity.jurisdictions.approve_change import ApproveChange
from identity.jurisdictions.decided_change import DecidedChange
from identity.jurisdictions.list_changes import ListChanges
from identity.jurisdictions.read_change import ReadChange
from identity.jurisdictions.reject_change import RejectChange
from identity.jurisdictions.request_change import RequestChange
from lacre.http.answer import Answer
from lacre.http.audit import audited
from lacre.http.audited_route import AuditedRoute
from lacre.http.call import AuditedCall, Call
from lacre.http.parameters import IfMatch
from lacre.http.version_tag import tag_of, version_of
from lacre.model.canonical import JsonObject
from lacre.model.jurisdiction import ADMIN, OFFICIALS, SUPERVISOR
from lacre.model.vocabulary import EntityType

_DECIDERS = (ADMIN, SUPERVISOR)


@dataclass(frozen=True)
class JurisdictionUseCases:
    request: RequestChange
    read: ReadChange
    list: ListChanges
    approve: ApproveChange
    reject: RejectChange


def jurisdiction_router(changes: JurisdictionUseCases) -> APIRouter:
    router = APIRouter(prefix="/v1/jurisdiction-changes", route_class=AuditedRoute)

    @router.post("", status_code=201, response_model=ChangeAnswer)
    @audited("REQUEST_JURISDICTION_CHANGE", roles=OFFICIALS)
    def request(call: Call, given: NewChangeBody) -> Response:
        return _done(call, changes.request(call.actor, given.wish))

    @router.get("", response_model=ChangesAnswer)
    @audited("LIST_ENTITIES", roles=OFFICIALS, entity_type=EntityType.JURISDICTION_CHANGE)
    def list_all(
        call: Call,
        asked: Annotated[ChangesQuery, Query()],
    ) -> JsonObject:
        page = changes.list(call.actor, asked.state, asked.cursor, asked.limit)
        call.read()
        return {"changes": [change_answer(change) for change in page.items], "cursor": page.next}

    @router.get("/{change_id}", response_model=ChangeAnswer)
    @audited("READ_ENTITY", roles=OFFICIALS, entity_type=EntityType.JURISDICTION_CHANGE, entity="change_id")
    def read(call: Call, change_id: str, response: Response) -> JsonObject:
        change = changes.read(call.actor, change_id)
        call.read(change.id)
        response.headers["ETag"] = tag_of(change.version)
        return change_answer(change)

    @router.post("/{change_id}/approve", response_model=ChangeAnswer)
    @audited("APPROVE_JURISDICTION_CHANGE", roles=_DECIDERS, entity="change_id", further=("UPDATE_USER",))
    def approve(call: Call, change_id: str, if_match: IfMatch = None) -> Response:
        return _done(call, changes.approve(call.actor, change_id, version_of(if_match)))

    @router.post("/{change_id}/reject", response_model=ChangeAnswer)
    @audited("REJECT_JURISDICTION_CHANGE", roles=_DECIDERS, entity="change_id")
    def reject(call: Call, change_id: str, given: RejectionBody, if_match: IfMatch = None) -> Response:
        return _done(call, changes.reject(call.actor, change_id, version_of(if_match), given.reason))

    return router


def _done(call: AuditedCall, decided: DecidedChange) -> Response:
    return call.done(decided.change, Answer(change_answer(decided.asked), decided.asked.version))
