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
from lacre.model.vocabulary import EntityType, EventSource
from lacre.ports.detection import Alert

Prepare = Callable[[Draft], ReceiptedEvent]
"""Composes and receipts an event, and writes nothing."""

DETECTOR = system_actor("fraud")


@dataclass(frozen=True)
class Found:
    """Where an episode was found."""

    rule: Rule
    bundle_hash: str
    group: Group

    @property
    def entity(self) -> tuple[EntityType, str]:
        """Whom it is about; the rule itself where the group names none but an address or a place, as `after` tells."""
        named = self.group.type_of(self.rule.entity)
        return (EntityType.RULE, self.rule.name) if named is None else (named, self.group.values[self.rule.entity])


def critical(found: Found, episode: Episode, prepare: Prepare) -> ReceiptedEvent:
    """The rule's own CRITICAL event, about the group's entity."""
    entity_type, entity_id = found.entity
    return prepare(
        _draft(
            found.rule.action,
            entity_id,
            episode,
            entity_type=entity_type,
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


def _draft(
    action: str,
    entity_id: str,
    episode: Episode,
    *,
    event_id: str,
    after: JsonObject,
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
        after=after,
        correlation_id=correlation_id,
        causation_id=episode.evidence[-1].id,
        id=event_id,
    )


def _alert(found: Found, episode: Episode, finding_id: str, raised_at: str) -> Alert:
    rule = found.rule
    entity_type, entity_id = found.entity
    window_start, window_end = window_of(episode)
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
        entity_type=entity_type,
        entity_id=entity_id,
        episode=episode.number,
        action=rule.action,
        severity=rule.severity,
        raised_at=raised_at,
        window_start=window_start,
        window_end=window_end,
        evidence=ids_of(episode),
        evidence_count=episode.count,
        finding_id=finding_id,
    )


def _told(found: Found, episode: Episode) -> JsonObject:
    window_start, window_end = window_of(episode)
    return {
        "rule": found.rule.name,
        "title": found.rule.title,
        "condition": found.rule.windowing.kind.told(),
        "bundle_hash": found.bundle_hash,
        "group": dict(found.group.values),
        "episode": episode.number,
        "evidence": ids_of(episode),
        "evidence_count": episode.count,
        "window_start": window_start,
        "window_end": window_end,
    }


def _recorded(alert: Alert) -> JsonObject:
    """What is told of a new alert: without what only people give it."""
    told = asdict(alert)
    return {name: told[name] for name in told if name not in ("version", "notes")}


def window_of(episode: Episode) -> tuple[str, str]:
    """From the first event that is named to the end of the window: UTC with milliseconds."""
    return moment.to_text(episode.evidence[0].at), moment.to_text(episode.at)


def ids_of(episode: Episode) -> tuple[str, ...]:
    """Of its evidence, in order."""
    return tuple(arrival.id for arrival in episode.evidence)


def id_of(found: Found, episode: Episode) -> str:
    return found.rule.alert_id(found.group, episode.number)


def _finding_id(found: Found, episode: Episode) -> str:
    return derived_uuid("finding", id_of(found, episode))
