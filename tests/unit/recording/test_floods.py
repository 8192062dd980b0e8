"""Denials beyond the limit are summed up once, with their own outcome, however long nothing ran."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from lacre.model import moment
from lacre.model.actor import UNKNOWN_ACTOR
from lacre.model.draft import Draft
from lacre.model.event import ReceiptedEvent
from lacre.model.vocabulary import EventSource, Outcome
from lacre.ports.errors import StoreUnavailableError
from lacre.ports.events import StateWrite
from lacre.ports.floods import Flood
from lacre.recording.catching_up import FLOODS_WITHIN_MS, UnrecordableError, sum_up_floods
from lacre.recording.flood import KEPT_S, LIMIT, is_flooding
from tests.fakes.ambient import START, ManualClock
from tests.fakes.drafts import agent_created
from tests.fakes.events import MemoryEvents
from tests.fakes.trail import MemoryTrail

MINUTE, DAY = 60_000, 24 * 60 * 60_000
ADDRESS = "192.0.2.9"
NOW = moment.to_text(START)


def denial(action: str = "TOKEN_INVALID", outcome: Outcome = Outcome.DENIED, address: str = ADDRESS) -> Draft:
    return Draft(action, UNKNOWN_ACTOR, EventSource.API, "unknown", address, outcome=outcome)


def flood(memory: MemoryTrail, draft: Draft, *, at: int = START, times: int = LIMIT + 30) -> None:
    for _ in range(times):
        is_flooding(draft, moment.to_text(at), memory.floods)


def run(memory: MemoryTrail, clock: ManualClock) -> int:
    return sum_up_floods(memory.floods, memory.recorder(), clock)


def only(memory: MemoryTrail) -> tuple[Any, Any]:
    (stored,) = memory.events.rows.values()
    return stored.event.header, json.loads(stored.event.body_bytes)


def test_only_anonymous_denials_beyond_the_limit_are_summed_up() -> None:
    floods = MemoryTrail().floods
    assert [is_flooding(denial(), NOW, floods) for _ in range(LIMIT + 2)] == [False] * LIMIT + [True] * 2
    known = replace(denial(), actor=agent_created(1).actor)
    assert not any(is_flooding(known, NOW, floods) for _ in range(LIMIT + 2))


def test_each_action_outcome_and_address_floods_by_itself() -> None:
    floods = MemoryTrail().floods
    drafts = [denial(), denial(outcome=Outcome.FAILED), denial("LOGIN_FAILED"), denial(address="2001:db8::7")]
    assert not any(is_flooding(draft, NOW, floods) for _ in range(LIMIT) for draft in drafts)
    assert all(is_flooding(draft, NOW, floods) for draft in drafts)


def test_a_flooded_minute_is_one_event_with_the_count() -> None:
    memory, clock = MemoryTrail(), ManualClock()
    flood(memory, denial())
    flood(memory, denial(address="192.0.2.10"), times=LIMIT)
    assert run(memory, clock) == 0, "the minute is not over"
    clock.advance(MINUTE)
    assert run(memory, clock) == 0, "calls of that minute can still be under way"
    clock.advance(MINUTE)
    assert run(memory, clock) == 1
    header, body = only(memory)
    assert (header.action, header.outcome, header.ip_address) == ("TOKEN_INVALID", "DENIED", ADDRESS)
    assert body["after"]["count"] == LIMIT + 30
    assert run(memory, clock) == 0


@pytest.mark.parametrize(
    ("action", "outcome", "attempted"),
    [
        ("TOKEN_INVALID", Outcome.DENIED, None),
        ("LOGIN_FAILED", Outcome.DENIED, None),
        ("LOGIN_FAILED", Outcome.FAILED, None),
        ("UNAUTHORIZED_ACCESS_ATTEMPT", Outcome.DENIED, None),
        ("CREATE_USER", Outcome.FAILED, "CREATE_USER"),
    ],
)
def test_a_sum_tells_of_what_it_sums_up(action: str, outcome: Outcome, attempted: str | None) -> None:
    memory, clock = MemoryTrail(), ManualClock()
    flood(memory, denial(action, outcome, "2001:db8::7"))
    single = memory.recorder().prepare(denial(action, outcome)).event.header
    clock.advance(2 * MINUTE)
    assert run(memory, clock) == 1
    header, body = only(memory)
    assert (header.action, header.outcome, header.attempted_action) == (action, outcome, attempted)
    assert (header.event_type, header.severity) == (single.event_type, single.severity), "no error of our own"
    assert header.ip_address == "2001:db8::7"
    assert f"{outcome.capitalize()}: 30 more" in body["description"]


def test_a_run_that_died_before_it_forgot_does_not_sum_up_twice() -> None:
    memory, clock = MemoryTrail(), ManualClock()
    flood(memory, denial())
    clock.advance(2 * MINUTE)
    before = memory.floods.counts.copy()
    run(memory, clock)
    memory.floods.counts, memory.floods.summed = before, None
    run(memory, clock)
    assert len(memory.events.rows) == 1


def test_floods_of_a_long_outage_are_summed_up_from_where_the_last_run_ended() -> None:
    memory, clock = MemoryTrail(), ManualClock()
    clock.advance(2 * MINUTE)
    run(memory, clock)
    assert memory.floods.summed == NOW[:16]
    for days in (1, 5, 9):
        flood(memory, denial(), at=START + days * DAY)
    clock.advance(10 * DAY)
    assert run(memory, clock) == 3


@pytest.mark.parametrize(("mark", "back_s"), [(None, 60 * 60), ("2020-01-01T00:00", KEPT_S)])
def test_at_first_it_looks_back_an_hour_and_after_a_long_pause_as_far_as_counters_are_kept(
    mark: str | None, back_s: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory, clock, asked = MemoryTrail(), ManualClock(), list[str]()
    memory.floods.summed = mark
    flood(memory, denial(), at=START - back_s * 1000 + MINUTE)
    floods = memory.floods.floods

    def noting(minute: str) -> Sequence[Flood]:
        asked.append(minute)
        return floods(minute)

    monkeypatch.setattr(memory.floods, "floods", noting)
    assert run(memory, clock) == 1
    assert (len(asked), asked[0]) == (back_s // 60 - 1, moment.to_text(START - back_s * 1000)[:16])


class Slow(MemoryEvents):
    clock = ManualClock()

    def append(self, events: Sequence[ReceiptedEvent], writes: Sequence[StateWrite] = ()) -> None:
        self.clock.advance(FLOODS_WITHIN_MS // 2)
        super().append(events, writes)


def test_a_run_stops_when_its_time_is_up_even_within_a_minute_and_nothing_is_left_out() -> None:
    memory, clock = MemoryTrail(events=Slow()), Slow.clock
    for number in range(5):
        flood(memory, denial(address=f"192.0.2.{number}"))
    clock.advance(2 * MINUTE)
    assert [run(memory, clock) for _ in range(4)] == [2, 2, 1, 0]


def test_while_the_table_is_away_the_mark_stays() -> None:
    memory, clock = MemoryTrail(), ManualClock()
    memory.floods.summed = moment.to_text(START - MINUTE)[:16]
    flood(memory, denial())
    clock.advance(3 * MINUTE)
    memory.events.is_away = True
    with pytest.raises(StoreUnavailableError):
        run(memory, clock)
    memory.events.is_away = False
    assert run(memory, clock) == 1


@pytest.mark.parametrize("kind", ["NO_SUCH_ACTION#DENIED", "TOKEN_INVALID#MAYBE", "TOKEN_INVALID"])
def test_a_counter_that_tells_of_no_denial_stops_no_other_and_is_told(kind: str) -> None:
    memory, clock = MemoryTrail(), ManualClock()
    for _ in range(LIMIT + 1):
        memory.floods.count(NOW[:16], kind, ADDRESS)
    flood(memory, denial())
    clock.advance(2 * MINUTE)
    with pytest.raises(UnrecordableError):
        run(memory, clock)
    assert len(memory.events.rows) == 1
    assert run(memory, clock) == 0, "it is told once, and goes when its time is over"
