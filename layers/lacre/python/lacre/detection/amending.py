"""What late data makes of an alert that stands: other evidence, or none; and what somebody judged is open again."""

from collections.abc import Callable
from dataclasses import replace

from lacre.detection.findings import DETECTOR, Prepare, ids_of, window_of
from lacre.detection.window import Episode
from lacre.model.canonical import JsonObject
from lacre.model.composition import derived_uuid
from lacre.model.draft import Draft
from lacre.model.vocabulary import EventSource
from lacre.ports.detection import CLOSED, OPEN, Alert, Finding
from lacre.ports.notes import Note

_FALSE = "false"
_CHANGED = "Late data: the evidence is other than what was judged."
_NOT_SILENT = "Late data: the group was not silent."

Amending = Callable[[Alert, Prepare], Finding | None]
"""The standing alert in its next version, with the event of the change; None if there is nothing to change."""


def amended(episode: Episode, standing: Alert, prepare: Prepare) -> Finding | None:
    """With the evidence of the episode, and open again if somebody closed it over other evidence."""
    start, end = window_of(episode)
    alert = replace(
        standing, evidence=ids_of(episode), evidence_count=episode.count, window_start=start, window_end=end
    )
    if alert == standing:
        return None
    told = (str(alert.evidence_count), start, end, *alert.evidence)
    event_id = derived_uuid("alert-updated", alert.alert_id, *told)
    if standing.status != CLOSED:
        return _changed(standing, alert, event_id, prepare)
    return _changed(standing, _reopened(alert), event_id, prepare, _CHANGED)


def undone(standing: Alert, prepare: Prepare) -> Finding:
    """Of a silence that was none: closed as false, and open again if somebody closed it as anything else."""
    is_judged = standing.status == CLOSED and standing.disposition != _FALSE
    alert = _reopened(standing) if is_judged else replace(standing, status=CLOSED, disposition=_FALSE)
    return _changed(standing, alert, undone_id(alert.alert_id), prepare, _NOT_SILENT)


def undone_id(alert_id: str) -> str:
    """Of the event by which an alert of a silence is undone, once and for all."""
    return derived_uuid("alert-undone", alert_id)


def _reopened(alert: Alert) -> Alert:
    """What is open is nobody's: who closed it, and as what, stays in its notes and in the log."""
    return replace(alert, status=OPEN, disposition=None, owner=None)


def _changed(before: Alert, after: Alert, event_id: str, prepare: Prepare, note: str | None = None) -> Finding:
    after = replace(after, version=before.version + 1)
    event = prepare(
        Draft(
            id=event_id,
            action="ALERT_UPDATED",
            actor=DETECTOR,
            source=EventSource.DETECTOR,
            entity_id=after.alert_id,
            ip_address="system",
            before=_shown(before),
            after={**_shown(after), **({"note": note} if note else {})},
            correlation_id=after.finding_id,
            causation_id=after.evidence[-1],
        )
    )
    if note:
        after = replace(after, notes=(*after.notes, Note(event.event.header.recorded_at, DETECTOR.id, note)))
    return Finding(after, (event,), amends=True)


def _shown(alert: Alert) -> JsonObject:
    """What late data can change of an alert."""
    found = ("evidence", "evidence_count", "window_start", "window_end")
    return {name: getattr(alert, name) for name in (*found, "status", "disposition", "owner", "version")}
