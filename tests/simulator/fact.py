"""Something that happened in the simulated province, and the event that the product would record of it."""

import json
import random
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from lacre.detection.subject import Subject
from lacre.model import moment
from lacre.model.action import action
from lacre.model.header import Header
from lacre.model.vocabulary import ActorType, EntityType, EventSource, Outcome

SECOND = 1000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
MONDAY = moment.to_milliseconds("2026-03-02T00:00:00.000Z")


@dataclass(frozen=True)
class Actor:
    """Who did it, as a header tells."""

    type: str
    id: str


NOBODY = Actor("UNKNOWN", "unknown")
OURSELVES = Actor("SYSTEM", "archive")


@dataclass(frozen=True)
class Fact:
    """One event to be. `at` is when it is recorded and `happened` when a POS says it was, both ms; `label` names the
    attack that it is part of, and is empty for what is innocent."""

    at: int
    action: str
    actor: Actor
    entity: str
    ip: str = "192.0.2.1"
    outcome: str = "SUCCEEDED"
    attempted: str | None = None
    entity_type: str | None = None
    happened: int | None = None
    after: Mapping[str, Any] | None = None
    label: str = ""
    id: str = field(default="", compare=False)


def numbered(facts: list[Fact], chance: random.Random) -> list[Fact]:
    """The facts in the order of recording, each with the id that it will have."""
    ordered = sorted(facts, key=lambda fact: fact.at)
    return [replace(fact, id=_uuid7(fact.at, chance)) for fact in ordered]


def event_of(fact: Fact) -> Subject:
    kind = action(fact.action)
    header = Header(
        id=fact.id,
        recorded_at=moment.to_text(fact.at),
        occurred_at=None if fact.happened is None else moment.to_text(fact.happened),
        source=_source(fact),
        action=kind.code,
        attempted_action=fact.attempted,
        outcome=Outcome(fact.outcome),
        event_type=kind.event_type,
        severity=kind.severity,
        actor_type=ActorType(fact.actor.type),
        actor_id=fact.actor.id,
        entity_type=EntityType(fact.entity_type or kind.entity_type),
        entity_id=fact.entity,
        ip_address=fact.ip,
        correlation_id=fact.id,
        checksum="0" * 64,
    )
    return Subject(header, json.dumps({"before": None, "after": fact.after}).encode())


def _source(fact: Fact) -> EventSource:
    if fact.actor == OURSELVES:
        return EventSource.SYSTEM
    return EventSource.API if fact.happened is None else EventSource.OFFLINE_SYNC


def _uuid7(at: int, chance: random.Random) -> str:
    return str(uuid.UUID(int=at << 80 | 7 << 76 | chance.getrandbits(12) << 64 | 2 << 62 | chance.getrandbits(62)))
