"""`/v1/alerts`."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from functions.query.alert_answers import (
    AlertAnswer,
    AlertsAnswer,
    ExplainedAlertAnswer,
    SnoozedAlertAnswer,
    alert_answer,
    explained_answer,
    listed_alert,
)
from functions.query.investigation_bodies import AlertsQuery, ClosingBody, SnoozeBody
from functions.query.routes.events import READERS
from functions.query.sources import Sources
from lacre.http.answer import Answer
from lacre.http.audit import audited
from lacre.http.audited_route import AuditedRoute
from lacre.http.call import AuditedCall, Call
from lacre.http.parameters import IfMatch
from lacre.http.version_tag import tag_of, version_of
from lacre.investigating.acknowledge_alert import AcknowledgeAlert
from lacre.investigating.close_alert import CloseAlert
from lacre.investigating.explain_alert import ExplainAlert
from lacre.investigating.handled_alert import HandledAlert
from lacre.investigating.list_alerts import ListAlerts
from lacre.investigating.read_alert import ReadAlert
from lacre.investigating.snooze_alert import SnoozeAlert
from lacre.model.canonical import JsonObject

OTHERS = 10


def alerts_router(sources: Sources) -> APIRouter:
    router = APIRouter(prefix="/v1/alerts", route_class=AuditedRoute)
    kept, clock = sources.investigation, sources.clock
    list_alerts, read_alert = ListAlerts(kept.alerts), ReadAlert(kept.alerts)
    explain = ExplainAlert(sources.rows, kept.rulebook)
    acknowledge_alert = AcknowledgeAlert(kept.alerts, read_alert)
    close_alert = CloseAlert(kept.alerts, read_alert, clock)
    snooze_alert = SnoozeAlert(kept.alerts, kept.snoozes, read_alert, clock, kept.entropy)

    @router.get("", response_model=AlertsAnswer)
    @audited("READ_ALERTS", roles=READERS)
    def list_all(call: Call, asked: Annotated[AlertsQuery, Query()]) -> JsonObject:
        page = list_alerts(asked.sought, asked.cursor, asked.limit)
        call.read()
        return {"alerts": [listed_alert(alert) for alert in page.items], "cursor": page.next}

    @router.get("/{alert_id}", response_model=ExplainedAlertAnswer)
    @audited("READ_ALERTS", roles=READERS, entity="alert_id")
    def read(call: Call, alert_id: str, response: Response) -> JsonObject:
        alert = read_alert(alert_id)
        explained = explain(alert)
        others = kept.alerts.of_group(alert.group_key, OTHERS + 1)
        snooze = kept.snoozes.of_group(alert.group_key)
        is_muted = snooze is not None and snooze.is_in_force(clock.now())
        call.read(alert_id)
        response.headers["ETag"] = tag_of(alert.version)
        return explained_answer(alert, explained, others, snooze if is_muted else None)

    @router.post("/{alert_id}/acknowledge", response_model=AlertAnswer)
    @audited("ALERT_UPDATED", roles=READERS, entity="alert_id")
    def acknowledge(call: Call, alert_id: str, if_match: IfMatch = None) -> Response:
        return _done(call, acknowledge_alert(call.actor, alert_id, version_of(if_match)))

    @router.post("/{alert_id}/close", response_model=AlertAnswer)
    @audited("ALERT_UPDATED", roles=READERS, entity="alert_id")
    def close(call: Call, alert_id: str, given: ClosingBody, if_match: IfMatch = None) -> Response:
        version = version_of(if_match)
        return _done(call, close_alert(call.actor, alert_id, version, given.disposition, given.note))

    @router.post("/{alert_id}/snooze", response_model=SnoozedAlertAnswer)
    @audited("ALERT_UPDATED", roles=READERS, entity="alert_id")
    def snooze(call: Call, alert_id: str, given: SnoozeBody, if_match: IfMatch = None) -> Response:
        snoozed = snooze_alert(call.actor, alert_id, version_of(if_match), given.asked)
        return _done(call, snoozed.handled, {"snooze": snoozed.snooze.shown()})

    return router


def _done(call: AuditedCall, handled: HandledAlert, told: JsonObject | None = None) -> Response:
    body = {**alert_answer(handled.alert), **(told or {})}
    return call.done(handled.change, Answer(body, handled.alert.version))
