"""Random events for a random rule, thick with ties and with events just inside and just outside the window's edge.

Events of one millisecond have no order in Sigma: pySigma's backend takes them for unordered, the detector orders them
by id. So in the worlds of a temporal_ordered rule each event has a millisecond of its own; ties are in all others.
"""

import random
import uuid
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from lacre.detection.subject import Subject
from lacre.model import moment
from tests.fakes.ambient import START
from tests.unit.detection.oracle_rules import FIELDS, OracleRule, random_rule
from tests.unit.detection.worlds import failed_login

LARGEST = 500
_PLAIN = failed_login(1, 0)
Told = dict[str, str | None]
_TOLD = tuple(field for field in FIELDS if field != "schema")


@dataclass(frozen=True)
class OracleWorld:
    """A rule, and events in no order."""

    rule: OracleRule
    subjects: tuple[Subject, ...]


@cache
def random_world(seed: int) -> OracleWorld:
    """The same for the same seed; one in ten is of the largest size."""
    chance = random.Random(seed)
    rule = random_rule(chance, seed)
    size = LARGEST if seed // 4 % 10 == 0 else chance.randint(1, 120)
    subjects = [_subject(chance, at, told) for at, told in _events(chance, rule, size)]
    chance.shuffle(subjects)
    return OracleWorld(rule, tuple(subjects))


def _events(chance: random.Random, rule: OracleRule, size: int) -> list[tuple[int, Told]]:
    """Their times, and what they tell."""
    step = rule.timespan_ms // chance.choice((1, 4, 12))
    found: list[tuple[int, Told]] = []
    now = START
    while len(found) < size:
        if found and chance.random() < 0.4:
            at, told = _echo(chance, rule, *chance.choice(found), chance.choice(found)[1])
        else:
            now += chance.choice((0, 1, chance.randint(0, step), chance.randint(0, 2 * step), 3 * step))
            at, told = now, {name: chance.choice(FIELDS[name]) for name in _TOLD}
        if rule.kind != "temporal_ordered" or all(at != taken for taken, _ in found):
            found.append((at, told))
    return found


def _echo(chance: random.Random, rule: OracleRule, at: int, told: Told, other: Told) -> tuple[int, Told]:
    """Of the group of one event and else like another, in the millisecond of the one or at the edges of its window."""
    later = (0, rule.timespan_ms - 1, rule.timespan_ms, rule.timespan_ms, rule.timespan_ms + 1)
    group = {field: told[field] for fields in rule.group_by.values() for field in fields.values()}
    changed = chance.choice(_TOLD)
    return at + chance.choice(later), {**other, changed: chance.choice(FIELDS[changed]), **group}


def _subject(chance: random.Random, at: int, told: Told) -> Subject:
    event_id = str(uuid.UUID(int=chance.getrandbits(128)))
    values: dict[str, Any] = {**told, "id": event_id, "recorded_at": moment.to_text(at)}
    return Subject(replace(_PLAIN, **values))
