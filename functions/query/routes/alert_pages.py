"""The console's pages of alerts, and what their forms do."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import model_validator

from functions.query.alert_page import AlertPages
from functions.query.forms import filled
from functions.query.investigation_bodies import AlertsQuery
from functions.query.investigation_forms import ClosingForm, NewCaseForm, SnoozeForm, VersionedForm
from functions.query.page_route import PageRoute
from functions.query.rendering import render
from functions.query.routes.events import READERS
from functions.query.sources import Sources
from functions.query.viewer import viewer_of
from lacre.http.audit import audited
from lacre.http.call import Call
from lacre.investigating.acknowledge_alert import AcknowledgeAlert
from lacre.investigating.close_alert import CloseAlert
from lacre.investigating.gathered_alerts import GatherAlerts
from lacre.investigating.list_alerts import ListAlerts
from lacre.investigating.open_case import OpenCase
from lacre.investigating.read_alert import ReadAlert
from lacre.investigating.snooze_alert import SnoozeAlert


class AlertsOfPage(AlertsQuery):
    """The same by a form, which sends its empty fields too."""

    @model_validator(mode="before")
    @classmethod
    def without_empty_fields(cls, given: Any) -> Any:
        return filled(given)


def alert_pages_router(sources: Sources) -> APIRouter:
    router = APIRouter(prefix="/alerts", route_class=PageRoute, include_in_schema=False)
    kept, clock, pages = sources.investigation, sources.clock, AlertPages(sources)
    list_alerts, read_alert = ListAlerts(kept.alerts), ReadAlert(kept.alerts)
    acknowledge_alert = AcknowledgeAlert(kept.alerts, read_alert)
    close_alert = CloseAlert(kept.alerts, read_alert, clock)
    snooze_alert = SnoozeAlert(kept.alerts, kept.snoozes, read_alert, clock, kept.entropy)
    open_case = OpenCase(kept.cases, GatherAlerts(kept.cases, kept.alerts, read_alert), clock, kept.entropy)

    @router.get("", response_model=None)
    @audited("READ_ALERTS", roles=READERS, page=True)
    def list_all(request: Request, call: Call, asked: Annotated[AlertsOfPage, Query()]) -> HTMLResponse:
        page = list_alerts(asked.sought, asked.cursor, asked.limit)
        shown = pages.listed(page, request.query_params, call.actor)
        call.read()
        return HTMLResponse(render("alerts.html", root="", viewer=viewer_of(request), shown=shown))

    @router.get("/{alert_id}", response_model=None)
    @audited("READ_ALERTS", roles=READERS, entity="alert_id", page=True)
    def read(request: Request, call: Call, alert_id: str) -> HTMLResponse:
        shown = pages.of(read_alert(alert_id), call.actor)
        call.read(alert_id)
        return HTMLResponse(render("alert.html", root="../", viewer=viewer_of(request), shown=shown))

    @router.get("/{alert_id}/rule", response_model=None)
    @audited("READ_ALERTS", roles=READERS, entity="alert_id", page=True)
    def read_rule(request: Request, call: Call, alert_id: str) -> HTMLResponse:
        shown = pages.rule_of(read_alert(alert_id))
        call.read(alert_id)
        return HTMLResponse(render("alert_rule.html", root="../../", viewer=viewer_of(request), shown=shown))

    @router.post("/{alert_id}/acknowledge", status_code=303, response_model=None)
    @audited("ALERT_UPDATED", roles=READERS, entity="alert_id", page=True)
    def acknowledge(request: Request, call: Call, alert_id: str, given: Annotated[VersionedForm, Form()]) -> Response:
        given.require_own(request)
        handled = acknowledge_alert(call.actor, alert_id, given.version)
        return given.done(call, handled.change, f"alerts/{alert_id}")

    @router.post("/{alert_id}/close", status_code=303, response_model=None)
    @audited("ALERT_UPDATED", roles=READERS, entity="alert_id", page=True)
    def close(request: Request, call: Call, alert_id: str, given: Annotated[ClosingForm, Form()]) -> Response:
        given.require_own(request)
        handled = close_alert(call.actor, alert_id, given.version, given.disposition, given.note)
        return given.done(call, handled.change, f"alerts/{alert_id}")

    @router.post("/{alert_id}/snooze", status_code=303, response_model=None)
    @audited("ALERT_UPDATED", roles=READERS, entity="alert_id", page=True)
    def snooze(request: Request, call: Call, alert_id: str, given: Annotated[SnoozeForm, Form()]) -> Response:
        given.require_own(request)
        snoozed = snooze_alert(call.actor, alert_id, given.version, given.asked)
        return given.done(call, snoozed.handled.change, f"alerts/{alert_id}")

    # The event is of the case that it opens; a refusal is of the alert.
    @router.post("/{alert_id}/case", status_code=303, response_model=None)
    @audited("ALERT_UPDATED", roles=READERS, entity="alert_id", page=True)
    def investigate(request: Request, call: Call, alert_id: str, given: Annotated[NewCaseForm, Form()]) -> Response:
        given.require_own(request)
        opened = open_case(call.actor, given.title, [alert_id])
        return given.done(call, opened.change, f"cases/{opened.case.id}")

    return router
