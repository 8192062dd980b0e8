"""What may be far back in the log is decided over many runs, and holds up nothing else."""

from dataclasses import replace

import pytest

from lacre.reconciling import refeeding, table_walk
from lacre.reconciling.refeeding import UndecidedError
from lacre.reconciling.stint import Stint
from tests.fakes.drafts import agent_created
from tests.unit.reconciling.worlds import World

HOUR_S = 3600
FOREVER = 2**60


def test_what_the_time_does_not_suffice_to_look_for_is_fed_by_a_later_run() -> None:
    world = World()
    world.record(25)
    world.seal()
    lost = world.record(1, first=25)
    world.settle()
    told = []
    for _ in range(4):
        told.append(world.reconciliation().table.scan(world.state, world.tally(), Stint(0)))
        assert not world.feeder.calls or len(told) >= 3
    assert all(map(world.is_sealed, lost))
    assert [one.get("waiting") for one in told] == [1, 1, None, None]
    assert world.feeder.calls == [1]


def test_an_outage_larger_than_what_is_looked_through_at_once_is_caught_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every run on another instance, and each with time for a few batches alone; live events are sealed meanwhile."""
    monkeypatch.setattr(refeeding, "NEAR_LEAVES", 40)
    monkeypatch.setattr(table_walk, "MOST_WANTED", 60)
    monkeypatch.setattr(table_walk, "_LANE", 10)
    world = World()
    world.record(20)
    world.seal()
    world.settle()
    world.run()
    lost = world.record(300, 100)
    world.settle()
    sealed = [0]
    for number in range(300):
        world.sealing.sealer().seal(world.record(10, 1000 + 10 * number))
        world.clock.advance(300)
        began = world.clock.now()
        # Each batch that is read takes 20 s.
        world.steps.between = lambda step: world.clock.advance(20) if step == "after archive.get" else None
        world.reconciliation().table.time(world.state, world.tally(), Stint(began + 140_000))
        world.steps.between = None
        sealed.append(sum(map(world.is_sealed, lost)))
        if sealed[-1] == len(lost):
            break
    assert sealed[-1] == len(lost)
    assert sealed == sorted(sealed)
    leaves = [leaf.index for leaf in world.sealing.leaves.rows.values()]
    assert sorted(leaves) == list(range(world.sealing.heads.head.size)), "none twice"


def test_a_round_finds_what_is_in_the_log_and_does_not_feed_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refeeding, "NEAR_LEAVES", 5)
    world = World()
    recorded = world.record(60)
    world.seal()
    world.settle()
    world.run()
    gone = recorded[31].event.header.id
    del world.sealing.leaves.rows[gone]
    world.run()
    for _ in range(3):
        world.run()
    assert world.findings() == [(gone, "INDEX_CHANGED")]
    assert gone not in world.sealing.leaves.rows


def test_an_event_under_an_id_of_1970_holds_up_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refeeding, "NEAR_LEAVES", 50)
    world = World()
    world.record(120)
    world.seal()
    world.settle()
    world.run()
    world.clock.advance(HOUR_S)
    world.run()
    old = world.add(replace(agent_created(9999), id="00000000-0000-7000-8000-000000000001"))
    lost = world.record(5, first=500)
    world.settle()
    table = world.reconciliation().table
    # The second run still begins before it, in its overlap with the first.
    for _ in range(2):
        with pytest.raises(UndecidedError):
            table.time(world.state, world.tally(), Stint(FOREVER))
        world.clock.advance(HOUR_S)
    assert all(map(world.is_sealed, lost))
    table.time(world.state, world.tally(), Stint(FOREVER))
    for _ in range(2):
        table.scan(world.state, world.tally(), Stint(FOREVER))
    assert world.is_sealed(old)


def test_what_the_sealer_refuses_is_handed_to_it_once_a_day() -> None:
    world = World()
    (odd,) = world.record(1)
    world.settle()
    world.feeder.unreadable.add(odd.event.header.id)
    tallies = [world.run() for _ in range(3)]
    assert world.feeder.calls == [1]
    assert [tally.oldest_unsealed for tally in tallies] == [None] * 3
    world.feeder.unreadable.clear()
    world.clock.advance(25 * HOUR_S)
    world.run()
    assert world.is_sealed(odd)


def test_the_age_is_not_that_of_what_is_in_the_log() -> None:
    world = World()
    recorded = world.record(25)
    world.seal()
    world.settle()
    del world.sealing.leaves.rows[recorded[3].event.header.id]
    assert world.run().oldest_unsealed is None
