"""Blocks that have expired are told of once, and nobody's decision is told of as the clock's."""

from dataclasses import replace

import pytest

from lacre.investigating.expire_blocks import WITHIN_MS, ExpireBlocks
from lacre.model import moment
from lacre.ports.blocks import Block, BlockState
from lacre.ports.errors import StoreUnavailableError
from tests.fakes.ambient import ManualClock
from tests.fakes.blocks import MemoryBlocks
from tests.fakes.found import NOW, block
from tests.fakes.trail import MemoryTrail

LATE = NOW + 60 * 60_000


class World:
    def __init__(self) -> None:
        self.blocks, self.trail, self.clock = MemoryBlocks(), MemoryTrail(), ManualClock(LATE)
        self.expire = ExpireBlocks(self.blocks, self.trail.recorder(), self.clock)

    @property
    def told(self) -> list[tuple[str, str]]:
        return [(one.action, one.entity_id) for one in self.trail.events.headers_in_order]


def test_each_expired_block_is_told_of_once() -> None:
    world = World()
    for placed in (block(1), block(2), block(3, minutes=90), block(4).undone("u-9", "a mistake")):
        world.blocks.place(placed)
    assert [world.expire(), world.expire()] == [2, 0]
    assert sorted(world.told) == [("ACTOR_UNBLOCKED", block(number).block_id) for number in (1, 2)]
    assert [one.state for one in world.blocks.rows.values()] == [
        *(BlockState.EXPIRED, BlockState.EXPIRED, BlockState.ACTIVE, BlockState.UNDONE)
    ]


def test_a_few_at_once_are_all_told_of_in_the_end() -> None:
    world = World()
    for number in range(1, 6):
        world.blocks.place(block(number))
    assert [world.expire(2) for _ in range(4)] == [2, 2, 1, 0]


@pytest.mark.parametrize(
    "meanwhile",
    [block().undone("u-9", "a mistake"), block(until=moment.to_text(LATE + 1), version=2), block(2, actor_id="u-1")],
    ids=["undone", "prolonged", "another"],
)
def test_what_somebody_changed_since_it_was_found_stays_so(meanwhile: Block, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    world.blocks.place(block())
    found = world.blocks.due(LATE, 10)
    # The index as it was.
    monkeypatch.setattr(world.blocks, "due", lambda *_: found)
    world.blocks.rows["u-1"] = meanwhile
    assert world.expire() == 0
    assert world.blocks.rows["u-1"] is meanwhile
    assert world.told == []


def test_a_run_ends_in_time_and_leaves_the_rest_to_the_next() -> None:
    world = World()
    for number in range(1, 4):
        world.blocks.place(block(number))

    class Slow(ManualClock):
        def now(self) -> int:
            self.advance(WITHIN_MS // 2)
            return self.time

    slow = ExpireBlocks(world.blocks, world.trail.recorder(), Slow(LATE))
    assert slow() == 1
    assert world.expire() == 2


def test_while_the_table_is_away_the_run_fails_and_the_next_tells() -> None:
    world = World()
    world.blocks.place(block())
    world.trail.events.is_away = True
    with pytest.raises(StoreUnavailableError):
        world.expire()
    assert replace(world.blocks.rows["u-1"]) == block()
    world.trail.events.is_away = False
    assert world.expire() == 1
