"""Killed between any two steps, or run twice at once: the next run ends where an undisturbed one would have."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from lacre.model import moment
from lacre.model.draft import Draft
from lacre.model.vocabulary import EventSource
from lacre.ports.reconciling import Kept, Kind
from lacre.reconciling.numbering import GAP_AFTER_MS
from lacre.reconciling.rounds import TIME
from lacre.reconciling.sequence import Received, Span
from lacre.reconciling.stint import Stint
from tests.fakes.crash import Killed, Steps
from tests.fakes.drafts import agent_created
from tests.fakes.reconciling import MemoryState
from tests.unit.reconciling.worlds import World, run_all, with_body

FOREVER = 2**60


def synced(producer: object, first: object, last: object) -> Draft:
    after = {"producer": producer, "first_sequence": first, "last_sequence": last}
    return replace(agent_created(0), action="DATA_SYNC", source=EventSource.PRODUCER, entity_id="b-1", after=after)  # type: ignore[arg-type]  # what a body may hold


def troubled(steps: Steps) -> World:
    """Twenty events, of which one is changed, one removed and three unsealed; and a producer with a gap."""
    world = World(steps)
    begun = moment.to_text(world.clock.now())
    world.state.replace(world.state.read(Kind.RECONCILIATION, TIME), begun)
    recorded = world.record(15)
    world.append(synced("p-1", 1, 4))
    world.append(synced("p-1", 8, 9))
    world.seal()
    world.record(3, first=20)
    changed, removed = recorded[2], recorded[11]
    world.put(changed.event.header.id, with_body(changed, b"{}"))
    del world.events.rows[removed.event.header.id]
    world.settle()
    steps.names.clear()
    return world


def outcome(world: World) -> tuple[object, ...]:
    producer = world.state.held[Kind.PRODUCER, "p-1"]
    leaves = sorted(leaf.index for leaf in world.sealing.leaves.rows.values())
    return Counter(what for _, what in world.findings()), leaves, Received.decode(producer.text).spans


def test_killed_between_any_two_steps_the_next_run_makes_up_for_it() -> None:
    undisturbed = troubled(Steps())
    undisturbed.run()
    expected, steps = outcome(undisturbed), len(undisturbed.steps.names)
    assert expected[0] == {"ROW_CHANGED": 1, "ROW_REMOVED": 1}
    for fatal in range(steps):
        world = troubled(Steps())
        world.steps.fatal = fatal
        with pytest.raises(Killed):
            world.run()
        world.steps.fatal = None
        world.run()
        assert outcome(world) == expected


def test_two_runs_at_once_do_no_harm() -> None:
    world = troubled(Steps())
    expected_world = troubled(Steps())
    expected_world.run()
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(lambda _: world.run(), range(2)))
    assert outcome(world)[1:] == outcome(expected_world)[1:]
    assert len(world.findings()) == 2


@pytest.mark.parametrize("walk", ["fresh", "time", "round", "scan"])
def test_a_run_that_was_overtaken_leaves_the_walk_to_the_other(walk: str) -> None:
    class Overtaken(MemoryState):
        def replace(self, old: Kept, text: str) -> Kept | None:
            return None if old.name == walk else super().replace(old, text)

    world = troubled(Steps())
    world.state = Overtaken()
    told = run_all(world.reconciliation().by_the_clock(world.tally()))
    assert told[walk]["overtaken"] is True
    assert [name for name, one in told.items() if "overtaken" in one] == [walk]


def test_gaps_count_after_ten_minutes_and_go_when_they_are_filled() -> None:
    world = World()
    world.append(synced("p-1", 1, 4))
    world.append(synced("p-1", 8, 9))
    world.append(synced("p-2", 3, 3))
    world.seal()
    world.settle()
    assert world.run().gaps == 0
    world.clock.advance(GAP_AFTER_MS // 1000)
    tally = world.tally()
    told = run_all(world.reconciliation().by_the_clock(tally))["producers"]
    assert tally.gaps == 2
    assert told["missing"] == [
        {"producer": "p-1", "first": 5, "last": 7},
        {"producer": "p-2", "first": 1, "last": 2},
    ]
    world.append(synced("p-1", 4, 8))
    world.seal()
    tally = world.run()
    assert (tally.gaps, tally.standing_gaps) == (0, 1)


def test_a_gap_is_new_in_the_run_that_tells_of_it_first() -> None:
    world = World()
    world.append(synced("p-1", 3, 4))
    world.seal()
    world.settle()
    world.run()
    told: list[tuple[int, int]] = []
    for first in (None, 9, None):
        if first is not None:
            world.append(synced("p-1", first, first))
            world.seal()
        world.clock.advance(GAP_AFTER_MS // 1000)
        for _ in range(2):
            tally = world.run()
            told.append((tally.gaps, tally.standing_gaps))
    assert told == [(1, 0), (0, 1), (1, 1), (0, 2), (0, 2), (0, 2)]


def test_at_most_twenty_gaps_are_told_and_all_are_counted() -> None:
    world = World()
    received = Received()
    for number in range(2, 62, 2):
        received = received.adding(Span(number, number, 0))
    world.state.replace(world.state.read(Kind.PRODUCER, "p-1"), received.encode())
    tally = world.tally()
    told = run_all(world.reconciliation().by_the_clock(tally))["producers"]
    assert (tally.gaps, len(told["missing"])) == (30, 20)


@pytest.mark.parametrize(
    ("producer", "first", "last"),
    [("", 1, 2), ("p", 0, 2), ("p", 3, 2), ("p", True, 2), ("p", "1", 2), ("p", 1, None), (7, 1, 2), ("p" * 257, 1, 2)],
)
def test_a_sync_without_numbers_stops_nothing_and_is_counted(producer: object, first: object, last: object) -> None:
    world = World()
    world.append(synced(producer, first, last))
    world.seal()
    tally = world.tally()
    world.reconciliation().log.fresh(world.state, tally, Stint(FOREVER))
    assert tally.unnumbered == 1
    assert [*world.state.all_of(Kind.PRODUCER)] == []
