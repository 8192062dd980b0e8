"""What an episode becomes: an alert, and the events of it, under ids that a retry makes again."""

from collections.abc import Callable
from dataclasses import asdict, dataclass

from lacre.detection.rule import Group, Rule
from lacre.detection.window import Episode
from lacre.model import moment
from lacre.model.actor import system_actor
from lacre.model.canonical import JsonObject
from lacre.model.composition import derived_uuid
from lacre.model.draft import Draft
from lacre.model.event import ReceiptedEvent
from lacre.model.vocabulary import EventSource
from lacre.ports.detection import Alert, Finding

Prepare = Callable[[Draft], ReceiptedEvent]
"""Composes and receipts an event, and writes nothing."""

_DETECTOR = system_actor("fraud")


@dataclass(frozen=True)
class Found:
    """Where an episode was found."""

    rule: Rule
    bundle_hash: str
    group: Group


def raised(found: Found, episode: Episode, prepare: Prepare) -> Finding:
    """The alert, the rule's own CRITICAL event about the group's entity, and the event of the alert."""
    alert_id = found.rule.alert_id(found.group, episode.number)
    finding_id = derived_uuid("finding", alert_id)
    finding = prepare(
        _draft(
            found.rule.action,
            found.group.values[found.rule.entity],
            episode,
            id=finding_id,
            after={"alert_id": alert_id, **_told(found, episode)},
        )
    )
    alert = _alert(found, episode, finding_id, finding.event.header.recorded_at)
    announcement = prepare(
        _draft(
            "ALERT_RAISED",
            alert_id,
            episode,
            id=derived_uuid("alert-raised", alert_id),
            correlation_id=finding.event.header.correlation_id,
            after=_recorded(alert),
        )
    )
    return Finding(alert, (finding, announcement))


def amended(found: Found, old: Episode, new: Episode, prepare: Prepare) -> Finding:
    """The alert with the evidence that late data gave it, and the event of the change."""
    alert_id = found.rule.alert_id(found.group, new.number)
    finding_id = derived_uuid("finding", alert_id)
    event = prepare(
        _draft(
            "ALERT_UPDATED",
            alert_id,
            new,
            id=derived_uuid("alert-updated", alert_id, *_ids(new)),
            correlation_id=finding_id,
            before={"evidence": _ids(old), **_window(old)},
            after={"evidence": _ids(new), **_window(new)},
        )
    )
    return Finding(_alert(found, new, finding_id, event.event.header.recorded_at), (event,), amends=True)


def _draft(
    action: str,
    entity_id: str,
    episode: Episode,
    *,
    id: str,  # noqa: A002 - the draft's own word
    after: JsonObject,
    before: JsonObject | None = None,
    correlation_id: str | None = None,
) -> Draft:
    return Draft(
        action=action,
        actor=_DETECTOR,
        source=EventSource.DETECTOR,
        entity_id=entity_id,
        ip_address="system",
        before=before,
        after=after,
        correlation_id=correlation_id,
        causation_id=episode.evidence[-1][1],
        id=id,
    )


def _alert(found: Found, episode: Episode, finding_id: str, raised_at: str) -> Alert:
    evidence = _ids(episode)
    return Alert(
        alert_id=found.rule.alert_id(found.group, episode.number),
        rule=found.rule.name,
        bundle_hash=found.bundle_hash,
        windowing_hash=found.rule.windowing_hash,
        group=found.group.text,
        episode=episode.number,
        action=found.rule.action,
        severity=found.rule.severity,
        raised_at=raised_at,
        window_start=moment.to_text(episode.evidence[0][0]),
        window_end=moment.to_text(episode.at),
        evidence=evidence,
        evidence_count=len(evidence),
        finding_id=finding_id,
    )


def _told(found: Found, episode: Episode) -> JsonObject:
    return {
        "rule": found.rule.name,
        "bundle_hash": found.bundle_hash,
        "group": dict(found.group.values),
        "episode": episode.number,
        "evidence": _ids(episode),
        **_window(episode),
    }


def _recorded(alert: Alert) -> JsonObject:
    return {name: value for name, value in asdict(alert).items() if name != "version"}


def _window(episode: Episode) -> JsonObject:
    return {
        "window_start": moment.to_text(episode.evidence[0][0]),
        "window_end": moment.to_text(episode.at),
    }


def _ids(episode: Episode) -> tuple[str, ...]:
    return tuple(event_id for _, event_id in episode.evidence)
