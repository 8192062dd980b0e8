"""What an episode becomes: an alert, and the events of it, under ids that a retry makes again."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace

from lacre.detection.rule import Group, Rule
from lacre.detection.window import Episode
from lacre.model import moment
from lacre.model.actor import system_actor
from lacre.model.canonical import JsonObject
from lacre.model.composition import derived_uuid
from lacre.model.draft import Draft
from lacre.model.event import ReceiptedEvent
from lacre.model.vocabulary import EntityType, EventSource
from lacre.ports.detection import CLOSED, Alert, Finding
from lacre.ports.notes import Note

Prepare = Callable[[Draft], ReceiptedEvent]
"""Composes and receipts an event, and writes nothing."""

DETECTOR = system_actor("fraud")
_LATE = "Late data: the group was not silent."


@dataclass(frozen=True)
class Found:
    """Where an episode was found."""

    rule: Rule
    bundle_hash: str
    group: Group

    @property
    def entity_id(self) -> str:
        return self.group.values[self.rule.entity]


def critical(found: Found, episode: Episode, prepare: Prepare) -> ReceiptedEvent:
    """The rule's own CRITICAL event, about the group's entity."""
    return prepare(
        _draft(
            found.rule.action,
            found.entity_id,
            episode,
            entity_type=found.rule.entity_type,
            event_id=_finding_id(found, episode),
            after={"alert_id": id_of(found, episode), **_told(found, episode)},
        )
    )


def announcement(alert: Alert, episode: Episode, finding: ReceiptedEvent, prepare: Prepare) -> ReceiptedEvent:
    """The event of a new alert."""
    return prepare(
        _draft(
            "ALERT_RAISED",
            alert.alert_id,
            episode,
            event_id=derived_uuid("alert-raised", alert.alert_id),
            correlation_id=finding.event.header.correlation_id,
            after=_recorded(alert),
        )
    )


def new_alert(found: Found, episode: Episode, finding: ReceiptedEvent) -> Alert:
    """The alert of an episode and its CRITICAL event."""
    header = finding.event.header
    return _alert(found, episode, header.id, header.recorded_at)


def amended(found: Found, old: Episode, new: Episode, prepare: Prepare) -> Finding:
    """The alert with the evidence that late data gave it, and the event of the change."""
    change = _Change(derived_uuid("alert-updated", id_of(found, new), *_ids(new)), _evidence(old), _evidence(new))
    event = _updated(found, new, change, prepare)
    return Finding(_alert(found, new, _finding_id(found, new), event.event.header.recorded_at), (event,), amends=True)


def undone(found: Found, episode: Episode, prepare: Prepare) -> Finding:
    """The alert of a silence that was none, closed as false, and the event of it."""
    closing: JsonObject = {"status": CLOSED, "disposition": "false", "reason": "late data"}
    change = _Change(derived_uuid("alert-undone", id_of(found, episode)), {"evidence": _ids(episode)}, closing)
    event = _updated(found, episode, change, prepare)
    at = event.event.header.recorded_at
    alert = _alert(found, episode, _finding_id(found, episode), at)
    closed = replace(alert, status=CLOSED, disposition="false", notes=(Note(at, DETECTOR.id, _LATE),))
    return Finding(closed, (event,), amends=True)


@dataclass(frozen=True)
class _Change:
    """The event of a change: its id, and what was and is."""

    id: str
    before: JsonObject
    after: JsonObject


def _updated(found: Found, episode: Episode, change: _Change, prepare: Prepare) -> ReceiptedEvent:
    return prepare(
        _draft(
            "ALERT_UPDATED",
            id_of(found, episode),
            episode,
            event_id=change.id,
            correlation_id=_finding_id(found, episode),
            before=change.before,
            after=change.after,
        )
    )


def _draft(
    action: str,
    entity_id: str,
    episode: Episode,
    *,
    event_id: str,
    after: JsonObject,
    before: JsonObject | None = None,
    correlation_id: str | None = None,
    entity_type: EntityType | None = None,
) -> Draft:
    return Draft(
        action=action,
        actor=DETECTOR,
        source=EventSource.DETECTOR,
        entity_id=entity_id,
        entity_type=entity_type,
        ip_address="system",
        before=before,
        after=after,
        correlation_id=correlation_id,
        causation_id=episode.evidence[-1].id,
        id=event_id,
    )


def _alert(found: Found, episode: Episode, finding_id: str, raised_at: str) -> Alert:
    rule = found.rule
    return Alert(
        alert_id=id_of(found, episode),
        rule=rule.name,
        bundle_hash=found.bundle_hash,
        windowing_hash=rule.windowing_hash,
        kind=rule.kind,
        title=rule.title,
        condition=rule.windowing.kind.told(),
        group=found.group.text,
        group_key=rule.group_key(found.group),
        entity_type=rule.entity_type,
        entity_id=found.entity_id,
        episode=episode.number,
        action=rule.action,
        severity=rule.severity,
        raised_at=raised_at,
        window_start=_window(episode)["window_start"],
        window_end=_window(episode)["window_end"],
        evidence=_ids(episode),
        evidence_count=episode.count,
        finding_id=finding_id,
    )


def _told(found: Found, episode: Episode) -> JsonObject:
    return {
        "rule": found.rule.name,
        "title": found.rule.title,
        "condition": found.rule.windowing.kind.told(),
        "bundle_hash": found.bundle_hash,
        "group": dict(found.group.values),
        "episode": episode.number,
        **_evidence(episode),
    }


def _recorded(alert: Alert) -> JsonObject:
    """What is told of a new alert: without what only people give it."""
    told = asdict(alert)
    return {name: told[name] for name in told if name not in ("version", "notes")}


def _evidence(episode: Episode) -> JsonObject:
    return {"evidence": _ids(episode), "evidence_count": episode.count, **_window(episode)}


def _window(episode: Episode) -> dict[str, str]:
    return {
        "window_start": moment.to_text(episode.evidence[0].at),
        "window_end": moment.to_text(episode.at),
    }


def _ids(episode: Episode) -> tuple[str, ...]:
    return tuple(arrival.id for arrival in episode.evidence)


def id_of(found: Found, episode: Episode) -> str:
    return found.rule.alert_id(found.group, episode.number)


def _finding_id(found: Found, episode: Episode) -> str:
    return derived_uuid("finding", id_of(found, episode))
