"""What a released rule makes of the events that a world of fakes recorded."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from lacre.detection.authoring.compiler import compile_rule
from lacre.detection.authoring.source import RULES, read_source
from lacre.detection.replaying import replayed
from lacre.detection.rule import Rule
from lacre.detection.rule_reading import read_rule
from lacre.detection.subject import Subject
from lacre.detection.window import Episode
from lacre.model.event import ReceiptedEvent
from tests.unit.recorded import Recorded

DAY_MS = 24 * 60 * 60 * 1000


@cache
def released(name: str) -> Rule:
    return read_rule(compile_rule(read_source(RULES / f"{name}.yml")))


def found(name: str, world: Recorded, days: int = 7) -> Mapping[str, Sequence[Episode]]:
    """The episodes by group, looked for so many days after the last event."""
    return found_among(name, world.trail.events.rows.values(), days)


def found_among(name: str, stored: Iterable[ReceiptedEvent], days: int = 7) -> Mapping[str, Sequence[Episode]]:
    subjects = [Subject(one.event.header, one.event.body_bytes) for one in stored]
    until = max(subject.at for subject in subjects) + days * DAY_MS
    return {group: episodes for group, episodes in replayed(released(name), subjects, until).items() if episodes}


def groups_of(name: str, world: Recorded, days: int = 7) -> list[str]:
    """The groups in which a rule fires."""
    return sorted(found(name, world, days)) if world.trail.events.rows else []
