"""Alerts as JSON. Moments are RFC 3339, UTC, in milliseconds."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from pydantic import BaseModel

from lacre.investigating.explain_alert import Explained
from lacre.model.canonical import JsonObject
from lacre.ports.alerts import Snooze
from lacre.ports.detection import Alert

_LISTED = (
    *("rule", "title", "kind", "condition", "action", "severity", "entity_type", "entity_id", "bundle_hash"),
    *("raised_at", "window_start", "window_end", "evidence_count", "finding_id"),
    *("status", "disposition", "owner", "muted", "block_id", "case_id", "version"),
)


class NoteAnswer(BaseModel):
    at: str
    by: str
    text: str


class ListedAlertAnswer(BaseModel):
    """An alert as a list has it: without its notes, of which there are `note_count`.

    `group` are the values that the rule groups by, and as `<name>.type` what they name; `muted` tells why nothing
    followed from the alert.
    """

    id: str
    rule: str
    title: str
    kind: str
    condition: str
    group: dict[str, str]
    action: str
    severity: str
    entity_type: str
    entity_id: str
    bundle_hash: str
    raised_at: str
    window_start: str
    window_end: str
    evidence_count: int
    finding_id: str
    status: str
    disposition: str | None
    owner: str | None
    muted: str | None
    block_id: str | None
    case_id: str | None
    note_count: int
    version: int


class AlertAnswer(ListedAlertAnswer):
    notes: list[NoteAnswer]


class AlertsAnswer(BaseModel):
    """A page of a list, which can be short and yet have a next; `cursor` is where it goes on, null at the end."""

    alerts: list[ListedAlertAnswer]
    cursor: str | None


class EvidenceAnswer(BaseModel):
    """An event by its id; its header is null where the row is missing or is not as it was recorded."""

    id: str
    header: dict[str, Any] | None


class ExplanationAnswer(BaseModel):
    """`fires_again`: whether the rule fires on the evidence alone; null where that cannot be said, `unknown` tells why.

    `fulfilled_by` is the event that met the condition.
    """

    condition: str
    fulfilled_by: str
    fires_again: bool | None
    unknown: str | None
    evidence: list[EvidenceAnswer]


class SnoozeAnswer(BaseModel):
    """What mutes a rule in a group until a moment; `by` is a user's id, `alert_id` where somebody asked for it."""

    id: str
    until: str
    by: str
    reason: str
    alert_id: str


class OtherAlertAnswer(BaseModel):
    id: str
    raised_at: str
    status: str
    disposition: str | None


class ExplainedAlertAnswer(AlertAnswer):
    """An alert with its evidence; `others` are further ones of its group, which `snooze` mutes, if there is one."""

    explanation: ExplanationAnswer
    others: list[OtherAlertAnswer]
    snooze: SnoozeAnswer | None


class SnoozedAlertAnswer(AlertAnswer):
    snooze: SnoozeAnswer


def listed_alert(alert: Alert) -> JsonObject:
    return {
        "id": alert.alert_id,
        "group": json.loads(alert.group),
        "note_count": len(alert.notes),
        **{name: getattr(alert, name) for name in _LISTED},
    }


def alert_answer(alert: Alert) -> JsonObject:
    return {**listed_alert(alert), "notes": [note._asdict() for note in alert.notes]}


def explained_answer(alert: Alert, explained: Explained, others: Sequence[Alert], snooze: Snooze | None) -> JsonObject:
    """`snooze` is one that is in force."""
    explanation: JsonObject = {
        "condition": alert.condition,
        "fulfilled_by": explained.fulfilled_by,
        "fires_again": explained.fires_again,
        "unknown": explained.unknown,
        "evidence": [
            {"id": event_id, "header": asdict(header) if header else None} for event_id, header in explained.events
        ],
    }
    return {
        **alert_answer(alert),
        "explanation": explanation,
        "others": [_other(one) for one in others if one.alert_id != alert.alert_id],
        "snooze": snooze.shown() if snooze else None,
    }


def _other(alert: Alert) -> JsonObject:
    told = {name: getattr(alert, name) for name in ("raised_at", "status", "disposition")}
    return {"id": alert.alert_id, **told}
