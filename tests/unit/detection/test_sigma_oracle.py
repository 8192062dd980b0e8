"""The detector against an oracle: pySigma's SQLite backend, over the same rule's text and the same events.

What a firing is, and what of the backend's answers is one, is told in `sigma_oracle`; which worlds are not asked
about, because Sigma leaves them open, in `oracle_rules` and `oracle_worlds`.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from lacre.detection.authoring.compiler import compile_rule
from lacre.detection.authoring.source import read_source
from lacre.detection.kinds.distinct import Distinct
from lacre.detection.kinds.event_count import EventCount
from lacre.detection.kinds.ordered import Ordered
from lacre.detection.replaying import gathered_by_group
from lacre.detection.rule import Group, Rule
from lacre.detection.rule_reading import read_rule
from lacre.ports.detection import Arrival
from tests.unit.detection.feeding import run
from tests.unit.detection.oracle_rules import KINDS
from tests.unit.detection.oracle_worlds import random_world
from tests.unit.detection.sigma_oracle import Firing, oracle_firings

WORLDS = range(300)
SOME = range(150)
SigmaKind = EventCount | Distinct | Ordered
Arrivals = dict[tuple[str, ...], list[Arrival]]


@cache
def gathered(seed: int) -> tuple[Rule, SigmaKind, Arrivals]:
    """The rule by way of its file, the schema and the compiler; the arrivals of each group, in order."""
    world = random_world(seed)
    with TemporaryDirectory() as folder:
        path = Path(folder, f"{world.rule.name}.yml")
        path.write_text(world.rule.text, "utf-8")
        rule = read_rule(compile_rule(read_source(path)))
    kind = rule.windowing.kind
    assert isinstance(kind, SigmaKind)
    found = gathered_by_group(rule, world.subjects)
    names = list(world.rule.group_by)
    return rule, kind, {tuple(Group.read(text).values[name] for name in names): of for text, of in found.items()}


def firings(kind: SigmaKind, arrivals: Arrivals) -> set[Firing]:
    """Before suppression."""
    return {(group, at) for group, of_group in arrivals.items() for at in crossings(kind, of_group)}


def crossings(kind: SigmaKind, arrivals: Iterable[Arrival]) -> Iterator[int]:
    scan = kind.scan()
    for arrival in arrivals:
        if arrival.marks & kind.counted and scan.crosses(arrival, is_open=True):
            yield arrival.at


@pytest.mark.parametrize("seed", WORLDS)
def test_the_same_firings_as_the_oracle_and_of_them_the_episodes_in_any_order(seed: int) -> None:
    rule, kind, arrivals = gathered(seed)
    expected = oracle_firings(random_world(seed))
    assert firings(kind, arrivals) == expected

    running = {group: run(batches(seed, rule, of_group), rule.windowing) for group, of_group in arrivals.items()}
    episodes = {group: [one[-1].at for one in of_group.evidence.values()] for group, of_group in running.items()}
    assert {group: times for group, times in episodes.items() if times} == first_firings(expected, rule)
    assert all(of_group.late == of_group.forgotten == [] for of_group in running.values())


def first_firings(found: Iterable[Firing], rule: Rule) -> dict[tuple[str, ...], list[int]]:
    """Of each group the first firing, and then the first that is more than the suppression later than the last."""
    told: dict[tuple[str, ...], list[int]] = {}
    for group, at in sorted(found, key=lambda firing: firing[1]):
        earlier = told.setdefault(group, [])
        if not earlier or at > earlier[-1] + rule.windowing.suppression_ms:
            earlier.append(at)
    return told


def batches(seed: int, rule: Rule, arrivals: list[Arrival]) -> list[list[Arrival]]:
    """Every event twice, in a disorder within the lateness."""
    chance = random.Random(seed)
    latest = rule.windowing.lateness_ms
    delays = (0, chance.randint(0, latest), chance.randint(0, latest), latest)
    order = sorted(arrivals * 2, key=lambda one: (one.at + chance.choice(delays), chance.random()))
    size = chance.choice((1, 7, 50))
    return [order[place : place + size] for place in range(0, len(order), size)]


def test_many_worlds_of_each_kind_fire_and_many_are_silent_on_events_that_count() -> None:
    loud, silent = Counter[str](), Counter[str]()
    for seed in SOME:
        rule, kind, arrivals = gathered(seed)
        loud[rule.kind] += bool(firings(kind, arrivals))
        silent[rule.kind] += bool(arrivals) and not firings(kind, arrivals)
    assert min(loud[kind] for kind in KINDS) >= 12
    assert min(silent[kind] for kind in KINDS) >= 8


def without_one(kind: SigmaKind) -> SigmaKind:
    if isinstance(kind, Ordered):
        return replace(kind, demands=kind.demands[:-1])
    return replace(kind, threshold=max(1, kind.threshold - 1))


def without_order(kind: SigmaKind) -> SigmaKind:
    if isinstance(kind, Ordered):
        return Distinct(kind.timespan_ms, len(kind.demands), kind.counted, by_value=False)
    return kind


def without_distinction(kind: SigmaKind) -> SigmaKind:
    return EventCount(kind.timespan_ms, kind.threshold, kind.counted) if isinstance(kind, Distinct) else kind


@pytest.mark.parametrize(
    ("distorted", "kinds"),
    [
        (lambda kind: replace(kind, timespan_ms=kind.timespan_ms - 1), KINDS),
        (lambda kind: replace(kind, timespan_ms=kind.timespan_ms + 1), KINDS),
        (without_one, KINDS),
        (without_order, ["temporal_ordered"]),
        (without_distinction, ["value_count", "temporal"]),
    ],
    ids=["a millisecond short", "a millisecond long", "one fewer", "in any order", "repeats count"],
)
def test_the_worlds_tell_a_detector_that_is_a_little_wrong(
    distorted: Callable[[SigmaKind], SigmaKind], kinds: list[str]
) -> None:
    noticed = Counter[str]()
    for seed in SOME:
        rule, kind, arrivals = gathered(seed)
        noticed[rule.kind] += firings(distorted(kind), arrivals) != firings(kind, arrivals)
    assert {kind for kind, worlds in noticed.items() if worlds >= 3} == set(kinds)
