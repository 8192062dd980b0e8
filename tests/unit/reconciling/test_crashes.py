"""Killed between any two steps, or run twice at once: the next run ends where an undisturbed one would have."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from lacre.model import moment
from lacre.ports.reconciling import Kept, Kind
from lacre.reconciling.rounds import TIME
from lacre.reconciling.sequence import Received
from tests.fakes.crash import Killed, Steps
from tests.fakes.reconciling import MemoryState
from tests.unit.reconciling.worlds import World, run_all, synced, with_body


def troubled(steps: Steps) -> World:
    """Twenty events, of which one is changed, one removed and three unsealed; and a producer with a gap."""
    world = World(steps)
    begun = moment.to_text(world.clock.now())
    world.state.replace(world.state.read(Kind.RECONCILIATION, TIME), begun)
    recorded = world.record(15)
    world.append(synced("p-1", [1, 4]))
    world.append(synced("p-1", [8, 9]))
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
