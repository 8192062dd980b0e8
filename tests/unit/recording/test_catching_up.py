"""After an outage nothing is lost and nothing doubled, however often the run is repeated."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from lacre.model.composition import derived_uuid
from lacre.model.draft import Draft
from lacre.model.event import ReceiptedEvent
from lacre.ports.errors import SignerUnavailableError, StoreUnavailableError
from lacre.ports.events import StateWrite
from lacre.recording.catching_up import WAITING_WITHIN_MS, UnrecordableError, record_waiting
from tests.fakes.ambient import ManualClock
from tests.fakes.drafts import agent_created
from tests.fakes.events import MemoryEvents
from tests.fakes.lanes import MemoryBacklog
from tests.fakes.trail import MemoryTrail

CLAIMED = "2026-11-18T11:00:00.000Z"


def id_of(number: int) -> str:
    return derived_uuid("TEST", str(number))


def waiting_draft(number: int) -> Draft:
    return replace(agent_created(number), id=id_of(number), occurred_at=CLAIMED)


def backlog(size: int = 3) -> MemoryBacklog:
    return MemoryBacklog({f"handle-{number}": waiting_draft(number) for number in range(size)})


def run(memory: MemoryTrail, waiting: MemoryBacklog) -> int:
    return record_waiting(waiting, memory.recorder(), ManualClock())


def test_what_waited_is_recorded_with_both_times() -> None:
    memory, waiting = MemoryTrail(), backlog()
    assert run(memory, waiting) == 3
    assert waiting.waiting == {}
    assert {one.id for one in memory.events.headers_in_order} == {id_of(number) for number in range(3)}
    assert {one.occurred_at for one in memory.events.headers_in_order} == {CLAIMED}
    assert all(one.recorded_at > CLAIMED for one in memory.events.headers_in_order)


def test_what_comes_twice_is_recorded_once() -> None:
    memory, waiting = MemoryTrail(), backlog()
    run(memory, backlog())
    run(memory, waiting)
    assert len(memory.events.rows) == 3
    assert waiting.waiting == {}


def test_a_run_goes_on_until_nothing_waits() -> None:
    memory, waiting = MemoryTrail(), backlog(1234)
    assert run(memory, waiting) == 1234
    assert waiting.waiting == {}


@pytest.mark.parametrize("away", ["table", "signer"])
def test_while_it_cannot_be_recorded_one_is_received_and_the_others_are_left_alone(away: str) -> None:
    memory, waiting = MemoryTrail(), backlog(50)
    memory.events.is_away = away == "table"
    memory.signer.is_away = away == "signer"
    for _ in range(3):
        with pytest.raises((StoreUnavailableError, SignerUnavailableError)):
            run(memory, waiting)
    assert (len(waiting.waiting), waiting.batches) == (50, [1, 1, 1])


def test_when_the_table_goes_away_in_between_nothing_more_is_received() -> None:
    class Failing(MemoryEvents):
        def append(self, events: Sequence[ReceiptedEvent], writes: Sequence[StateWrite] = ()) -> None:
            self.is_away = len(self.rows) == 15
            super().append(events, writes)

    memory, waiting = MemoryTrail(events=Failing()), backlog(50)
    with pytest.raises(StoreUnavailableError):
        run(memory, waiting)
    assert (len(waiting.waiting), waiting.batches) == (35, [1, 10, 10])


class TakingTime(MemoryEvents):
    """Each event takes a second of the clock."""

    clock = ManualClock()

    def append(self, events: Sequence[ReceiptedEvent], writes: Sequence[StateWrite] = ()) -> None:
        self.clock.advance(1000)
        super().append(events, writes)


def test_a_run_stops_when_its_time_is_up_and_the_next_one_goes_on() -> None:
    memory, waiting = MemoryTrail(events=TakingTime()), backlog(50)
    assert record_waiting(waiting, memory.recorder(), TakingTime.clock) == WAITING_WITHIN_MS // 1000
    waiting.reappear()
    assert record_waiting(waiting, memory.recorder(), TakingTime.clock) == 50 - WAITING_WITHIN_MS // 1000
    assert waiting.waiting == {}


@pytest.mark.parametrize("place", [0, 1, 24])
@pytest.mark.parametrize(
    ("poison", "kind"),
    [
        (None, "NoDraftError"),
        (replace(waiting_draft(99), action="NO_SUCH_ACTION"), "UnknownActionError"),
        (replace(waiting_draft(99), entity_id="\ud800"), "NotCanonicalError"),
    ],
)
def test_what_can_never_be_recorded_stops_no_other_and_is_told(place: int, poison: Draft | None, kind: str) -> None:
    memory = MemoryTrail()
    drafts: list[Draft | None] = [waiting_draft(number) for number in range(24)]
    drafts.insert(place, poison)
    waiting = MemoryBacklog({f"handle-{number}": draft for number, draft in enumerate(drafts)})
    with pytest.raises(UnrecordableError, match=f"^1: {kind}$"):
        run(memory, waiting)
    assert len(memory.events.rows) == 24
    assert list(waiting.waiting.values()) == [poison]
