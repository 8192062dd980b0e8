"""A world through the detector as it runs: batches of the stream, the schedule, and what is said of the outcome."""

import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lacre.detection.bundle import Bundle
from lacre.detection.decide import Decider
from lacre.detection.detect import Detector
from lacre.detection.responding import Responder
from lacre.detection.rule import Group, Rule
from lacre.detection.subject import Subject
from lacre.model import moment
from lacre.ports.detection import Alert
from tests.fakes.responding import memory_means
from tests.fakes.trail import MemoryTrail
from tests.fakes.windows import MemoryQuarantine, MemoryWindows
from tests.simulator.baselines import Alarm
from tests.simulator.delivery import batches
from tests.simulator.fact import HOUR, Fact, event_of
from tests.simulator.scoring import Score, Verdict, scored
from tests.simulator.world import FOUND_BY, World


@dataclass
class Played:
    """What the detector said of a world."""

    alerts: list[Alert]
    blocking: frozenset[str]
    quarantined: int


@dataclass
class EventsSoFar:
    """`GroupEvents` over what has been recorded."""

    subjects: list[Subject] = field(default_factory=list)

    def of(self, rule: Rule, group: Group, since_ms: int, until_ms: int) -> Sequence[Subject]:
        found = (one for one in reversed(self.subjects) if moment.to_milliseconds(one.header.recorded_at) <= until_ms)
        return [one for one in _until(found, since_ms) if any(own == group for own, _ in rule.arrivals_of(one))]


def play(world: World, bundle: Bundle, seed: int) -> Played:
    windows, quarantine, events = MemoryWindows(), MemoryQuarantine(), EventsSoFar()
    responder = Responder(MemoryTrail().recorder().prepare, memory_means())
    detector = Detector(bundle, windows, quarantine, responder)
    decider = Decider(bundle, windows, quarantine, responder, events)
    subjects = {fact.id: event_of(fact) for fact in world.facts}
    next_run = world.facts[0].at + HOUR
    for batch in batches(world.facts, random.Random(seed)):
        detector.detect([subjects[fact.id] for fact in batch])
        events.subjects += [subjects[fact.id] for fact in batch]
        while batch[-1].at > next_run:
            decider.decide(next_run)
            next_run += HOUR
    for turn in range(24):
        decider.decide(world.end + turn * HOUR)
    blocking = frozenset(rule.name for rule in bundle.rules if rule.response is not None)
    return Played(list(windows.alerts.values()), blocking, len(quarantine.records))


def score_of(world: World, played: Played) -> Score:
    labels = {fact.id: fact.label for fact in world.facts}
    verdicts = [
        Verdict(
            alert.rule,
            moment.to_milliseconds(alert.window_end),
            _attack(alert, labels, world),
            alert.rule in played.blocking,
        )
        for alert in played.alerts
        if alert.severity == "CRITICAL"
    ]
    return scored(verdicts, world.attacks, FOUND_BY)


def score_of_baseline(world: World, alarms: Iterable[Alarm]) -> Score:
    verdicts = [Verdict("", alarm.at, _most(fact.label for fact in alarm.facts)) for alarm in alarms]
    return scored(verdicts, world.attacks, {})


def delivered(facts: Sequence[Fact], seed: int) -> list[Fact]:
    """The facts as a stream gives them, some of them twice."""
    return [fact for batch in batches(facts, random.Random(seed)) for fact in batch]


def _attack(alert: Alert, labels: dict[str, str], world: World) -> str:
    """What most of the evidence is part of; of a silence, whose it is."""
    if alert.kind == "absence":
        group: dict[str, str] = json.loads(alert.group)
        return next((label for pos, label in world.silent.items() if pos in group.values()), "")
    return _most(labels[event_id] for event_id in alert.evidence)


def _most(labels: Iterable[str]) -> str:
    counted = list(labels)
    most = max(set(counted), key=counted.count)
    return most if counted.count(most) * 2 > len(counted) else ""


def _until(newest_first: Iterable[Subject], since_ms: int) -> Iterable[Subject]:
    for subject in newest_first:
        if moment.to_milliseconds(subject.header.recorded_at) < since_ms:
            return
        yield subject
