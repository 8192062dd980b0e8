"""What the detector responds with, in memory."""

from dataclasses import dataclass, field

from lacre.ports.events import StateWrite
from lacre.ports.responding import Means, Tally
from tests.fakes.alerts import MemorySnoozes
from tests.fakes.blocks import MemoryBlocks
from tests.fakes.events import MemoryWrite


@dataclass
class MemoryTallies:
    """`lacre.ports.responding.Tallies`."""

    rows: dict[str, Tally] = field(default_factory=dict)
    actors: int = 0

    def of(self, key: str) -> Tally:
        return self.rows.get(key, Tally(key))

    def counting(self, before: Tally, after: Tally) -> StateWrite:
        return MemoryWrite(lambda: self.of(before.key) == before, lambda: self.rows.update({after.key: after}))

    def active_actors(self) -> int:
        return self.actors

    def note_active_actors(self, count: int) -> None:
        self.actors = count


def memory_means() -> Means:
    return Means(MemoryTallies(), MemorySnoozes(), MemoryBlocks())
