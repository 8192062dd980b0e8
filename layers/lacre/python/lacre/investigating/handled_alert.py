"""An alert as it is once it is committed, and how the log tells of it."""

import json
from dataclasses import dataclass, replace

from lacre.investigating.decided_case import require_room
from lacre.model.actor import Actor
from lacre.model.canonical import JsonObject
from lacre.model.refusal import Ground, Refusal
from lacre.ports.alerts import Alerts
from lacre.ports.detection import Alert
from lacre.ports.notes import Note
from lacre.recording.change import Change


@dataclass(frozen=True)
class HandledAlert:
    """It is so once `change` is committed."""

    alert: Alert
    change: Change


def shown(alert: Alert) -> JsonObject:
    """What people did with an alert, as the log shows it; what was found is in the event that raised it."""
    return {
        "rule": alert.rule,
        "status": alert.status,
        "disposition": alert.disposition,
        "owner": alert.owner,
        "case_id": alert.case_id,
        "note_count": len(alert.notes),
        "version": alert.version,
    }


def require_another(actor: Actor, alert: Alert) -> None:
    """Nobody puts away what was found about themselves. Raises Refusal FORBIDDEN, SAME_PERSON."""
    if actor.id in json.loads(alert.group).values():
        raise Refusal(Ground.FORBIDDEN, "SAME_PERSON", "What was found about somebody is for another person.")


def noted(alert: Alert, note: Note) -> Alert:
    """The next version, with this note as its last. Raises Refusal CONFLICT where there is no room for it."""
    require_room(alert.notes)
    return replace(alert, notes=(*alert.notes, note), version=alert.version + 1)


def replaced(alerts: Alerts, before: Alert, after: Alert, told: JsonObject | None = None) -> HandledAlert:
    """The change of one alert into another; `told` is what the log gets beside it."""
    writes = [alerts.replacing(after, before.version)]
    return HandledAlert(after, Change(before.alert_id, shown(before), {**shown(after), **(told or {})}, writes))
