"""Checks of windows, for each kind: N-1 and N, the window's edge, buckets, duplicates, replays, permutations."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lacre.model.header import Header
from tests.unit.detection.cases import CASES, Case, W, each_kind, finish
from tests.unit.detection.worlds import HOUR, MINUTE, World, event_id, failed_login, rule

BEFORE_MIDNIGHT = 1_795_046_400_000 - 1_795_000_000_000 - 3_000
"""In milliseconds of the tests' time."""


def spread(case: Case, over: int) -> list[Header]:
    """The first event, the last so much later, and the others just before that."""
    count = len(case.crossing)
    return case.events([0, *(over - count + place + 1 for place in range(1, count))])


@each_kind
def test_n_minus_one_is_silent(case: Case) -> None:
    world = case.world()
    world.detect(case.burst()[1:])
    finish(world)
    assert world.alerts == []


@each_kind
def test_n_fires_once_with_exactly_its_evidence(case: Case) -> None:
    world, events = case.world(), case.burst()
    for event in events:
        world.detect([event])
    finish(world)
    (alert,) = world.alerts
    assert alert.evidence == case.expected(events)
    assert alert.evidence_count == len(case.evidence)
    assert alert.window_end == events[-1].recorded_at
    assert world.actions == ["ALERT_RAISED", "MULTIPLE_FAILED_LOGINS"]


@each_kind
def test_exactly_w_fires(case: Case) -> None:
    world = case.world()
    world.detect(spread(case, W))
    finish(world)
    assert len(world.alerts) == 1


@each_kind
def test_w_and_a_millisecond_does_not(case: Case) -> None:
    world = case.world()
    world.detect(spread(case, W + 1))
    finish(world)
    assert world.alerts == []


@each_kind
def test_a_window_crosses_midnight_and_every_bucket(case: Case) -> None:
    for start in (BEFORE_MIDNIGHT, HOUR - 3_000, W - 3_000):
        world, events = case.world(), case.burst(start=start)
        world.detect(events)
        finish(world)
        assert [alert.evidence for alert in world.alerts] == [case.expected(events)]


@each_kind
@pytest.mark.parametrize("place", [-2, -1], ids=["(N-1)th", "Nth"])
def test_a_duplicate_fifty_times_counts_once(case: Case, place: int) -> None:
    events, world, silent = case.burst(), case.world(), case.world()
    silent.detect([event for event in events[1:] for _ in range(50 if event is events[place] else 1)])
    finish(silent)
    assert silent.alerts == []
    for event in events:
        for _ in range(50 if event is events[place] else 1):
            world.detect([event])
    finish(world)
    assert [alert.evidence for alert in world.alerts] == [case.expected(events)]


@each_kind
def test_whole_batches_replayed_and_cut_anew_write_nothing(case: Case) -> None:
    world = case.world()
    events = [one for turn in range(6) for one in case.burst(start=turn * 20_000, first=1 + 20 * turn)]
    world.detect(events)
    for start in range(0, len(events), 7):
        world.detect(events[start : start + 7])
    before, outcome = dict(world.windows.states), world.outcome
    world.detect(events)
    for start in range(0, len(events), 4):
        world.detect(events[start : start + 4])
    assert (world.windows.states, world.outcome) == (before, outcome)
    finish(world)
    assert len(world.alerts) == 1


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
@settings(max_examples=25, deadline=None)
@given(chance=st.randoms(use_true_random=False), size=st.integers(1, 30))
def test_all_permutations_over_four_shards_end_in_the_same_alerts(chance: random.Random, size: int, case: Case) -> None:
    """Five minutes of events: any order of them is within the lateness."""
    turns = 300_000 // (len(case.crossing) * 9_000)
    events = [
        one for turn in range(turns) for one in case.burst(9_000, turn * len(case.crossing) * 9_000, 1 + 20 * turn)
    ]
    straight = case.world()
    straight.detect(events)
    finish(straight)
    shards: list[list[Header]] = [[] for _ in range(4)]
    for event in events:
        shards[chance.randrange(4)].append(event)
    delivered = [one for shard in chance.sample(shards, 4) for one in chance.sample(shard, len(shard))]
    repeated = delivered + chance.choices(delivered, k=20)
    world = case.world()
    for start in range(0, len(repeated), size):
        world.detect(repeated[start : start + size])
    finish(world)
    assert world.outcome == straight.outcome
    assert len(world.alerts) == 1


def test_an_event_of_eight_hours_ago_counts_when_it_happened() -> None:
    """A terminal that comes back: what it synced happened long before, and a rule with the retention for it fires."""
    world = World([rule(timespan_ms=HOUR, suppression_ms=2 * HOUR, retention_ms=10 * HOUR)])
    online = [failed_login(number, number * MINUTE) for number in range(1, 5)]
    world.detect(online)
    world.detect([failed_login(9, 8 * HOUR)])
    assert world.alerts == []
    synced = failed_login(5, 8 * HOUR + MINUTE, source="OFFLINE_SYNC", occurred_at=online[-1].recorded_at)
    world.detect([synced])
    (alert,) = world.alerts
    assert alert.evidence == tuple(event_id(number) for number in range(1, 6))
    assert alert.window_end == online[-1].recorded_at


def test_an_event_beyond_what_a_rule_keeps_is_set_aside_by_name_and_not_counted_as_of_now() -> None:
    world = World()
    recent = [failed_login(number, 8 * HOUR + number) for number in range(1, 5)]
    world.detect(recent)
    synced = failed_login(5, 8 * HOUR + MINUTE, source="OFFLINE_SYNC", occurred_at=failed_login(1, 0).recorded_at)
    detection = world.detect([synced])
    assert world.alerts == []
    assert [(one.reason, one.event_ids) for one in detection.set_aside] == [
        ("older than anything the windows keep", (event_id(5),))
    ]
