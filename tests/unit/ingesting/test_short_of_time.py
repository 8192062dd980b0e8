"""A batch that time is too short for, and items that no event can hold: neither spoils what the others are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest

from functions.ingest.bodies import BatchBody
from lacre.ingesting.claim import Claim
from lacre.ingesting.drafting import Origin
from lacre.ingesting.ingest import AT_ONCE
from lacre.model.event import ReceiptedEvent
from lacre.ports.events import StateWrite
from tests.fakes.ambient import START
from tests.fakes.events import MemoryEvents
from tests.fakes.movable_clock import MovableClock
from tests.fakes.trail import MemoryTrail
from tests.unit.ingesting.worlds import FIRST, World, id_of, item, told

NEW, KNOWN, LEFT = (201, None), (409, "ALREADY_RECORDED"), (503, "NOT_PROCESSED")
BATCH = [item(number) for number in range(1, 101)]


@dataclass
class SlowEvents(MemoryEvents):
    before: Callable[[], None] = lambda: None

    def append(self, events: Sequence[ReceiptedEvent], writes: Sequence[StateWrite] = ()) -> None:
        self.before()
        super().append(events, writes)


def slow_world() -> tuple[World, SlowEvents]:
    """Each transaction takes three seconds."""
    clock, events = MovableClock(), SlowEvents()
    events.before = lambda: clock.advance(3)
    return World(MemoryTrail(events=events, clock=clock)), events


def test_when_time_is_short_the_rest_is_not_processed_and_recorded_next_time() -> None:
    world, events = slow_world()
    done = 2 * AT_ONCE
    assert told(world.send(*BATCH)) == [NEW] * done + [LEFT] * (100 - done)
    (batch,) = world.batches
    assert batch == {
        "producer": FIRST,
        "ranges": [[1, done]],
        "not_processed": [[done + 1, 100]],
        "counts": {"RECORDED": done, "NOT_PROCESSED": 100 - done},
        "refused": [],
    }
    assert len(world.headers) == done
    events.before = lambda: None
    assert told(world.send(*BATCH)) == [KNOWN] * done + [NEW] * (100 - done)
    assert len(world.headers) == 100


def test_items_one_by_one_end_in_time_too() -> None:
    """One that is known makes its group's items go singly."""
    world, events = slow_world()
    world.send(BATCH[0])
    assert told(world.send(*BATCH[:30])) == [KNOWN, NEW, *[LEFT] * 28]
    assert len(world.headers) == 2
    events.before = lambda: None
    assert told(world.send(*BATCH[:30])) == [KNOWN, KNOWN, *[NEW] * 28]


def test_under_an_idempotency_key_a_batch_that_was_cut_short_goes_on() -> None:
    world, events = slow_world()
    named = {"Idempotency-Key": "b-1"}
    done = told(world.send(*BATCH, **named)).count(NEW)
    assert 0 < done < 100
    events.before = lambda: None
    rest = world.send(*BATCH, **named)
    assert told(rest) == [KNOWN] * done + [NEW] * (100 - done)
    replayed = world.send(*BATCH, **named)
    assert (replayed.content, replayed.headers["Idempotent-Replayed"]) == (rest.content, "true")


def test_withheld_secrets_that_grow_beyond_an_event_refuse_their_item_alone() -> None:
    world = World()
    grown = {"codes": ["482913"] * 1_500}
    answer = world.send(item(1), item(2, before=grown, after=grown), item(3))
    assert told(answer) == [NEW, (422, "INVALID_ITEM"), NEW]
    assert [one["at"] for one in answer.json()["results"][1]["errors"]] == ["before", "after"]


@pytest.mark.parametrize("broken", [{"name": "half \ud800"}, {"role": "R" * 5_000}])
def test_an_item_that_no_event_can_hold_refuses_itself_alone(broken: dict[str, Any]) -> None:
    world = World()
    first, second = (one for one in BatchBody(events=BATCH[:2]).items if isinstance(one, Claim))
    items = [replace(first, actor=replace(first.actor, **broken)), second]
    taken = world.ingest(items, Origin(FIRST, id_of(0), "t-1", START), "b-1")
    assert [(one.status, one.code) for one in taken.results] == [(422, "INVALID_ITEM"), (201, "RECORDED")]
    assert [fault.at for fault in taken.results[0].faults] == ["body"]
