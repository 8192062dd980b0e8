"""After an outage or a flood nothing is lost and nothing doubled, however often the run is repeated."""

from dataclasses import replace

import pytest

from lacre.model import moment
from lacre.ports.errors import StoreUnavailableError
from lacre.recording.catching_up import record_waiting, sum_up_floods
from lacre.recording.flood import LIMIT
from tests.fakes.ambient import ManualClock
from tests.fakes.drafts import agent_created
from tests.fakes.lanes import MemoryBacklog
from tests.fakes.trail import MemoryTrail

CLAIMED = "2026-11-18T11:00:00.000Z"
IDS = [f"01a1ee56-5e00-75b1-a522-4a58b791df{number:02x}" for number in range(3)]


def backlog() -> MemoryBacklog:
    drafts = [replace(agent_created(number), id=IDS[number], occurred_at=CLAIMED) for number in range(3)]
    return MemoryBacklog({f"handle-{number}": draft for number, draft in enumerate(drafts)})


def test_what_waited_is_recorded_with_both_times() -> None:
    memory, waiting = MemoryTrail(), backlog()
    assert record_waiting(waiting, memory.recorder()) == 3
    assert waiting.waiting == {}
    assert {one.id for one in memory.events.headers_in_order} == set(IDS)
    assert {one.occurred_at for one in memory.events.headers_in_order} == {CLAIMED}
    assert all(one.recorded_at > CLAIMED for one in memory.events.headers_in_order)


def test_what_comes_twice_is_recorded_once() -> None:
    memory, waiting = MemoryTrail(), backlog()
    record_waiting(backlog(), memory.recorder())
    record_waiting(waiting, memory.recorder())
    assert len(memory.events.rows) == 3
    assert waiting.waiting == {}


def test_while_the_table_is_away_everything_goes_on_waiting() -> None:
    memory, waiting = MemoryTrail(), backlog()
    memory.events.is_away = True
    with pytest.raises(StoreUnavailableError):
        record_waiting(waiting, memory.recorder())
    assert len(waiting.waiting) == 3


def test_a_flooded_minute_is_one_event_with_the_count() -> None:
    memory, clock = MemoryTrail(), ManualClock()
    minute = moment.to_text(clock.now())[:16]
    for _ in range(LIMIT + 30):
        memory.floods.count(minute, "TOKEN_INVALID", "192.0.2.9")
    for _ in range(LIMIT):
        memory.floods.count(minute, "TOKEN_INVALID", "192.0.2.10")
    assert sum_up_floods(memory.floods, memory.recorder(), clock) == 0, "the minute is not over"
    clock.advance(60_000)
    assert sum_up_floods(memory.floods, memory.recorder(), clock) == 1
    (stored,) = memory.events.rows.values()
    assert (stored.event.header.action, stored.event.header.ip_address) == ("TOKEN_INVALID", "192.0.2.9")
    assert b'"count":50' in stored.event.body_bytes
    assert sum_up_floods(memory.floods, memory.recorder(), clock) == 0


def test_a_run_that_died_before_it_forgot_does_not_sum_up_twice() -> None:
    memory, clock = MemoryTrail(), ManualClock()
    minute = moment.to_text(clock.now())[:16]
    for _ in range(LIMIT + 1):
        memory.floods.count(minute, "TOKEN_INVALID", "192.0.2.9")
    clock.advance(60_000)
    before = memory.floods.counts.copy()
    sum_up_floods(memory.floods, memory.recorder(), clock)
    memory.floods.counts = before
    sum_up_floods(memory.floods, memory.recorder(), clock)
    assert len(memory.events.rows) == 1
