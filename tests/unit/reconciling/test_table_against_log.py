"""Every row of the table gets its leaf, whatever the stream lost and the index hides."""

from dataclasses import replace

import pytest

from lacre.model import moment
from lacre.ports.errors import StoreUnavailableError
from lacre.ports.reconciling import MOST_FED
from lacre.ports.sealing import SealedLeaf
from lacre.reconciling.refeeding import NotSealedError
from lacre.reconciling.stint import Stint
from lacre.reconciling.table_walk import FIRST_MS, OVERLAP_MS
from lacre.tlog.hashing import leaf_hash
from tests.fakes.events import MemoryEvents
from tests.unit.reconciling.worlds import World, run_all

HOUR_S = 3600
FOREVER = 2**60


def test_what_the_stream_lost_is_sealed_once() -> None:
    world = World()
    lost = world.record(30)
    world.settle()
    assert world.run().refed == 30
    assert world.run().refed == 0
    assert all(map(world.is_sealed, lost))
    assert world.sealing.heads.head.size == 30
    assert world.findings() == []


def test_what_is_on_its_way_is_left_to_the_stream() -> None:
    world = World()
    world.record(3)
    tally = world.run()
    assert (tally.refed, tally.oldest_unsealed, world.feeder.calls) == (0, None, [])


def test_the_age_is_that_of_the_oldest_unsealed_and_nothing_once_all_is_sealed() -> None:
    world = World()
    oldest = world.record(1)[0]
    world.clock.advance(600)
    world.record(1)
    world.settle()
    recorded_at = moment.to_milliseconds(oldest.event.header.recorded_at)
    assert world.run().oldest_unsealed == recorded_at
    now = world.clock.now()
    tally = world.run()
    assert (tally.unsealed_age(now), world.tally().unsealed_age(now)) == (0, 0)


def test_a_refusing_sealer_fails_the_part_and_nothing_is_passed_over() -> None:
    world = World()
    lost = world.record(5)
    world.settle()
    world.feeder.is_away = True
    ages: list[float] = []
    for _ in range(3):
        tally = world.tally()
        with pytest.raises(StoreUnavailableError):
            world.reconciliation().by_the_clock(tally)["time"]()
        ages.append(tally.unsealed_age(world.clock.now()))
        world.clock.advance(HOUR_S)
    assert ages[0] < ages[1] < ages[2]
    world.feeder.is_away = False
    world.run()
    assert all(map(world.is_sealed, lost))


def test_a_sealer_that_only_says_so_is_not_believed() -> None:
    world = World()
    world.record(1)
    world.settle()
    world.feeder.lies = True
    with pytest.raises(NotSealedError):
        world.run()


def test_a_day_without_a_sealer_is_made_up_for_from_where_the_last_run_came_to() -> None:
    world = World()
    for hour in range(26):
        world.record(2, first=2 * hour)
        world.clock.advance(HOUR_S)
    assert world.run().refed == 52
    assert world.sealing.heads.head.size == 52


def test_an_entry_that_comes_late_into_the_index_is_found_by_the_next_run() -> None:
    world = World()
    late, other = world.record(2)
    world.put(late.event.header.id, other)
    del world.events.rows[late.event.header.id]
    world.settle()
    world.run()
    world.put(late.event.header.id, late)
    world.clock.advance(OVERLAP_MS // 1000 - 200)
    tally = world.tally()
    world.reconciliation().by_the_clock(tally)["time"]()
    assert tally.refed == 1


def test_what_is_older_than_the_first_run_looks_back_is_for_the_scan() -> None:
    world = World()
    old = world.record(1)[0]
    world.clock.advance(FIRST_MS // 1000 + HOUR_S)
    tally = world.tally()
    parts = world.reconciliation().by_the_clock(tally)
    parts["time"]()
    assert not world.is_sealed(old)
    parts["scan"]()
    assert world.is_sealed(old)


def test_a_row_without_index_attributes_is_found_by_the_scan_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    hidden = world.record(1)[0]
    world.settle()
    world.table.misplaced[hidden.event.header.id] = "somewhere"
    monkeypatch.setattr(MemoryEvents, "headers", lambda *_, **__: [])
    world.run()
    assert world.is_sealed(hidden)
    assert world.findings() == [(hidden.event.header.id, "ROW_CHANGED")]
    world.run()
    assert len(world.findings()) == 1


def test_a_row_that_vanishes_before_it_is_sealed_is_named_once() -> None:
    world = World()
    gone, kept = world.record(2)
    world.settle()
    # The index still holds what the table does not: a removal reaches it later.
    behind = MemoryEvents(rows=dict(world.events.rows))
    del world.events.rows[gone.event.header.id]
    table = replace(world.reconciliation().table, entries=behind)
    for _ in range(2):
        table.time(world.state, world.tally(), Stint(FOREVER))
    assert world.findings() == [(gone.event.header.id, "ROW_REMOVED")]
    assert world.is_sealed(kept)


@pytest.mark.parametrize("walk", ["time", "scan"])
@pytest.mark.parametrize("number", [0, 14, 24])
def test_an_event_whose_index_row_was_taken_away_is_not_sealed_a_second_time(walk: str, number: int) -> None:
    world = World()
    recorded = world.record(25)
    world.seal()
    world.settle()
    world.run()
    event_id = recorded[number].event.header.id
    del world.sealing.leaves.rows[event_id]
    for _ in range(2):
        world.reconciliation().by_the_clock(world.tally())[walk]()
    assert world.feeder.calls == []
    assert world.findings() == [(event_id, "INDEX_CHANGED")]


def test_only_what_was_sealed_since_an_event_was_recorded_is_looked_through() -> None:
    world = World()
    for number in range(3):
        world.record(30, first=30 * number)
        world.seal()
        world.clock.advance(HOUR_S)
        world.run()
    world.record(1, first=90)
    world.settle()
    world.steps.names.clear()
    assert world.run().refed == 1
    assert world.steps.names.count("before archive.get") < 60
    table = world.reconciliation().table
    world.record(1, first=91)
    world.settle()
    world.steps.names.clear()
    table.time(world.state, world.tally(), Stint(FOREVER))
    assert world.steps.names.count("before archive.get") < 12


def test_an_unreadable_row_holds_up_nothing_and_is_counted() -> None:
    world = World()
    odd, plain = world.record(2)
    world.settle()
    world.feeder.unreadable.add(odd.event.header.id)
    tally = world.run()
    assert tally.unreadable > 0
    assert world.is_sealed(plain)


def test_a_planted_index_row_that_keeps_an_event_from_being_sealed_is_named() -> None:
    world = World()
    world.record(20)
    world.seal()
    (victim,) = world.record(1, first=20)
    event_id = victim.event.header.id
    planted = SealedLeaf(event_id, 7, leaf_hash(victim.event.header_bytes))
    world.sealing.leaves.rows[event_id] = planted
    world.settle()
    for _ in range(2):
        world.run()
    assert world.findings() == [(event_id, "INDEX_CHANGED")]
    del world.sealing.leaves.rows[event_id]
    world.run()
    assert world.sealing.leaves.rows[event_id].index == 20


def test_ten_thousand_rows_are_fed_in_bounded_calls_and_scanned_in_bounded_pages() -> None:
    world = World()
    world.record(10_000)
    world.settle()
    tally = world.tally()
    told = world.reconciliation().table.scan(world.state, tally, Stint(FOREVER, 5_000))
    assert told == {"checked": 5_000, "complete": False}
    assert tally.refed == 5_000
    told = world.reconciliation().table.scan(world.state, tally, Stint(FOREVER))
    assert told == {"checked": 5_000, "complete": True}
    assert (world.sealing.heads.head.size, world.table.pages) == (10_000, 10)
    assert max(world.feeder.calls) <= MOST_FED


def test_a_walk_stops_when_its_time_is_up_and_the_next_run_goes_on() -> None:
    world = World()
    for hour in range(5):
        world.record(1, first=hour)
        world.clock.advance(HOUR_S)
    steps = 0
    while not world.reconciliation().table.time(world.state, world.tally(), Stint(FOREVER, 0))["complete"]:
        steps += 1
    assert steps > 100, "an hour each"
    assert world.sealing.heads.head.size == 5


def test_the_lag_is_that_of_the_walk_furthest_behind() -> None:
    world = World()
    world.record(1)
    world.settle()
    tally = world.tally()
    reconciliation = world.reconciliation()
    reconciliation.table.time(world.state, tally, Stint(0))
    lag = tally.lag(world.clock.now())
    assert lag is not None
    assert lag > FIRST_MS / 1000 - 2 * HOUR_S
    tally = world.tally()
    run_all(reconciliation.by_the_clock(tally))
    lag = tally.lag(world.clock.now())
    assert lag is not None
    assert 90 <= lag < 92
