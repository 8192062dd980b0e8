"""`/v1/cases`."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from functions.query.case_answers import CaseAnswer, CasesAnswer, case_answer, listed_case
from functions.query.investigation_bodies import AlertIdsBody, CasesQuery, NewCaseBody, NoteBody, OwnerBody
from functions.query.routes.events import READERS
from functions.query.sources import Sources
from lacre.http.answer import Answer
from lacre.http.audit import audited
from lacre.http.audited_route import AuditedRoute
from lacre.http.call import AuditedCall, Call
from lacre.http.parameters import IfMatch
from lacre.http.version_tag import tag_of, version_of
from lacre.investigating.add_alerts import AddAlerts
from lacre.investigating.close_case import CloseCase
from lacre.investigating.decided_case import DecidedCase
from lacre.investigating.gathered_alerts import GatherAlerts
from lacre.investigating.hand_over_case import HandOverCase
from lacre.investigating.list_cases import ListCases
from lacre.investigating.note_case import NoteCase
from lacre.investigating.open_case import OpenCase
from lacre.investigating.read_alert import ReadAlert
from lacre.investigating.read_case import ReadCase
from lacre.model.canonical import JsonObject


def cases_router(sources: Sources) -> APIRouter:
    """A case is recorded as an alert is, under its own id: it is what becomes of alerts."""
    router = APIRouter(prefix="/v1/cases", route_class=AuditedRoute)
    kept, clock = sources.investigation, sources.clock
    list_cases, read_case = ListCases(kept.cases), ReadCase(kept.cases)
    gather = GatherAlerts(kept.cases, kept.alerts, ReadAlert(kept.alerts))
    open_case = OpenCase(kept.cases, gather, clock, kept.entropy)
    add_alerts = AddAlerts(kept.cases, read_case, gather)
    hand_over = HandOverCase(kept.cases, read_case, kept.people)
    note_case, close_case = NoteCase(kept.cases, read_case, clock), CloseCase(kept.cases, read_case, clock)

    @router.get("", response_model=CasesAnswer)
    @audited("READ_ALERTS", roles=READERS)
    def list_all(call: Call, asked: Annotated[CasesQuery, Query()]) -> JsonObject:
        page = list_cases(asked.state, asked.cursor, asked.limit)
        call.read()
        return {"cases": [listed_case(case) for case in page.items], "cursor": page.next}

    @router.post("", status_code=201, response_model=CaseAnswer)
    @audited("ALERT_UPDATED", roles=READERS, refusals=(404,))
    def open_(call: Call, given: NewCaseBody) -> Response:
        return _done(call, open_case(call.actor, given.title, given.alert_ids))

    @router.get("/{case_id}", response_model=CaseAnswer)
    @audited("READ_ALERTS", roles=READERS, entity="case_id")
    def read(call: Call, case_id: str, response: Response) -> JsonObject:
        case = read_case(case_id)
        call.read(case_id)
        response.headers["ETag"] = tag_of(case.version)
        return case_answer(case)

    @router.post("/{case_id}/alerts", response_model=CaseAnswer)
    @audited("ALERT_UPDATED", roles=READERS, entity="case_id")
    def add(call: Call, case_id: str, given: AlertIdsBody, if_match: IfMatch = None) -> Response:
        return _done(call, add_alerts(case_id, version_of(if_match), given.alert_ids))

    @router.post("/{case_id}/owner", response_model=CaseAnswer)
    @audited("ALERT_UPDATED", roles=READERS, entity="case_id")
    def give(call: Call, case_id: str, given: OwnerBody, if_match: IfMatch = None) -> Response:
        return _done(call, hand_over(call.actor, case_id, version_of(if_match), given.owner))

    @router.post("/{case_id}/notes", response_model=CaseAnswer)
    @audited("ALERT_UPDATED", roles=READERS, entity="case_id")
    def note(call: Call, case_id: str, given: NoteBody, if_match: IfMatch = None) -> Response:
        return _done(call, note_case(call.actor, case_id, version_of(if_match), given.note))

    @router.post("/{case_id}/close", response_model=CaseAnswer)
    @audited("ALERT_UPDATED", roles=READERS, entity="case_id")
    def close(call: Call, case_id: str, given: NoteBody, if_match: IfMatch = None) -> Response:
        return _done(call, close_case(call.actor, case_id, version_of(if_match), given.note))

    return router


def _done(call: AuditedCall, decided: DecidedCase) -> Response:
    return call.done(decided.change, Answer(case_answer(decided.case), decided.case.version))
