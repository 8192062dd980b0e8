"""The console's pages of cases, and what their forms do."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse

from functions.query.investigation_bodies import CasesQuery
from functions.query.investigation_forms import AlertForm, NoteForm, OwnerForm
from functions.query.page_route import PageRoute
from functions.query.rendering import render
from functions.query.routes.events import READERS
from functions.query.sources import Sources
from functions.query.viewer import viewer_of
from functions.query.views.alerts import people_of as people_of_alerts
from functions.query.views.cases import CasePage, case_list, people_of
from lacre.http.audit import audited
from lacre.http.call import Call
from lacre.investigating.add_alerts import AddAlerts
from lacre.investigating.close_case import CloseCase
from lacre.investigating.gathered_alerts import GatherAlerts
from lacre.investigating.hand_over_case import HandOverCase
from lacre.investigating.list_cases import ListCases
from lacre.investigating.note_case import NoteCase
from lacre.investigating.read_alert import ReadAlert
from lacre.investigating.read_case import ReadCase
from lacre.ports.alerts import Sought
from lacre.ports.cases import Case
from lacre.ports.detection import ACKNOWLEDGED, OPEN, Alert

CANDIDATES = 25
"""Of each state, the newest alerts that are looked through for those that are in no case."""


def case_pages_router(sources: Sources) -> APIRouter:
    router = APIRouter(prefix="/cases", route_class=PageRoute, include_in_schema=False)
    kept, clock = sources.investigation, sources.clock
    list_cases, read_case = ListCases(kept.cases), ReadCase(kept.cases)
    add_alerts = AddAlerts(kept.cases, read_case, GatherAlerts(kept.cases, kept.alerts, ReadAlert(kept.alerts)))
    hand_over = HandOverCase(kept.cases, read_case, kept.people)
    note_case, close_case = NoteCase(kept.cases, read_case, clock), CloseCase(kept.cases, read_case, clock)

    @router.get("", response_model=None)
    @audited("READ_ALERTS", roles=READERS, page=True)
    def list_all(request: Request, call: Call, asked: Annotated[CasesQuery, Query()]) -> HTMLResponse:
        page = list_cases(asked.state, asked.cursor, asked.limit)
        names = kept.people.names_of({one.owner for one in page.items})
        shown = case_list(page.items, page.next, names, asked.state, is_first=asked.cursor is None)
        call.read()
        return HTMLResponse(render("cases.html", root="", viewer=viewer_of(request), shown=shown))

    @router.get("/{case_id}", response_model=None)
    @audited("READ_ALERTS", roles=READERS, entity="case_id", page=True)
    def read(request: Request, call: Call, case_id: str) -> HTMLResponse:
        shown = _page(read_case(case_id), sources)
        call.read(case_id)
        return HTMLResponse(render("case.html", root="../", viewer=viewer_of(request), shown=shown))

    @router.post("/{case_id}/alerts", status_code=303, response_model=None)
    @audited("ALERT_UPDATED", roles=READERS, entity="case_id", page=True)
    def add(request: Request, call: Call, case_id: str, given: Annotated[AlertForm, Form()]) -> Response:
        given.require_own(request)
        decided = add_alerts(case_id, given.version, [given.alert_id])
        return given.done(call, decided.change, f"cases/{case_id}")

    @router.post("/{case_id}/owner", status_code=303, response_model=None)
    @audited("ALERT_UPDATED", roles=READERS, entity="case_id", page=True)
    def give(request: Request, call: Call, case_id: str, given: Annotated[OwnerForm, Form()]) -> Response:
        given.require_own(request)
        decided = hand_over(call.actor, case_id, given.version, given.owner)
        return given.done(call, decided.change, f"cases/{case_id}")

    @router.post("/{case_id}/notes", status_code=303, response_model=None)
    @audited("ALERT_UPDATED", roles=READERS, entity="case_id", page=True)
    def note(request: Request, call: Call, case_id: str, given: Annotated[NoteForm, Form()]) -> Response:
        given.require_own(request)
        decided = note_case(call.actor, case_id, given.version, given.note)
        return given.done(call, decided.change, f"cases/{case_id}")

    @router.post("/{case_id}/close", status_code=303, response_model=None)
    @audited("ALERT_UPDATED", roles=READERS, entity="case_id", page=True)
    def close(request: Request, call: Call, case_id: str, given: Annotated[NoteForm, Form()]) -> Response:
        given.require_own(request)
        decided = close_case(call.actor, case_id, given.version, given.note)
        return given.done(call, decided.change, f"cases/{case_id}")

    return router


def _page(case: Case, sources: Sources) -> CasePage:
    kept = sources.investigation
    alerts = kept.alerts.named(case.alert_ids)
    candidates: list[Alert] = []
    if case.closed_at is None:
        looked_through = [kept.alerts.sought(Sought(state), None, CANDIDATES).items for state in (OPEN, ACKNOWLEDGED)]
        candidates = [one for found in looked_through for one in found if one.case_id is None]
    names = kept.people.names_of(people_of([case]) | people_of_alerts([*alerts, *candidates]))
    return CasePage(case, alerts, candidates, names)
