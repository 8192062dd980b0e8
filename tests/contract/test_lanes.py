"""Reading hours of the time index: over the fake and over DynamoDB the same events, whatever is asked for at once."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from lacre.aws.event_index import EventIndexes
from lacre.aws.events_table import EventsTable
from lacre.model import moment
from lacre.model.event import ReceiptedEvent
from lacre.ports.summaries import HOUR_MS
from lacre.summarising import lanes as summarising_lanes
from lacre.summarising.lanes import Lanes, end_of, hour_of, start_of
from tests.fakes.drafts import agent_created
from tests.fakes.events import MemoryEvents
from tests.fakes.movable_clock import MovableClock
from tests.fakes.trail import MemoryTrail
from tests.tables import create

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

POOL = ThreadPoolExecutor(4)


def two_hours() -> list[ReceiptedEvent]:
    """Thirty events of one hour, then ten of the next."""
    clock = MovableClock()
    recorder = MemoryTrail(clock=clock).recorder()
    first = [recorder.prepare(agent_created(number)) for number in range(30)]
    clock.advance(3600)
    return first + [recorder.prepare(agent_created(number)) for number in range(10)]


@pytest.fixture(params=["memory", "dynamodb"])
def filled(request: pytest.FixtureRequest, dynamodb: "DynamoDBClient") -> tuple[Lanes, Sequence[ReceiptedEvent]]:
    made = two_hours()
    if request.param == "memory":
        memory = MemoryEvents()
        for one in made:
            memory.append([one])
        return Lanes(memory, POOL), made
    table = EventsTable(dynamodb, create(dynamodb, "events"))
    for one in made:
        table.append([one])
    return Lanes(EventIndexes(dynamodb, "events"), POOL), made


@pytest.mark.parametrize("chunk", [1, 3, 1_000])
def test_an_hour_is_counted_each_event_once(
    filled: tuple[Lanes, Sequence[ReceiptedEvent]], monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    monkeypatch.setattr(summarising_lanes, "CHUNK", chunk)
    lanes, made = filled
    hour = made[0].event.header.recorded_at[:13]
    count, reached = lanes.count(start_of(hour), end_of(hour), 1_000, lambda: True)
    assert (count.events, reached) == (30, end_of(hour))
    part, reached = lanes.count(start_of(hour), end_of(hour), 5, lambda: True)
    rest, _ = lanes.count(reached, end_of(hour), 1_000, lambda: True)
    assert 5 <= part.events < 30
    assert part.events + rest.events == 30


def test_the_newest_are_of_the_hour_and_of_the_one_before(filled: tuple[Lanes, Sequence[ReceiptedEvent]]) -> None:
    lanes, made = filled
    times = [moment.to_milliseconds(one.event.header.recorded_at) for one in made]
    now = times[-1] + 1
    assert hour_of(now - HOUR_MS) == hour_of(times[0])
    assert {one.id for one in lanes.newest(now, 100)} == {one.event.header.id for one in made}
    few = {one.id for one in lanes.newest(now, 1)}
    assert len(few) <= 8
    assert made[-1].event.header.id in few
    assert {one.id for one in lanes.newest(times[29] + 1, 100)} == {one.event.header.id for one in made[:30]}
    assert not lanes.newest(now + 5 * HOUR_MS, 100)
