"""What bounds the detector's own actions: counts by the hour, snoozes, and who is blocked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from lacre.ports.alerts import Snoozes
from lacre.ports.blocks import Blocks
from lacre.ports.events import StateWrite


@dataclass(frozen=True)
class Tally:
    """How many there were of one thing in one hour. `key` ends with the hour, `#2026-11-22T09`, in UTC.

    `is_told`: an event tells that there are more. `parts`: how many of them are of each part, where that is counted.
    """

    key: str
    count: int = 0
    is_told: bool = False
    parts: Mapping[str, int] = field(default_factory=dict)


class Tallies(Protocol):
    def of(self, key: str) -> Tally:
        """By a consistent read. Raises StoreUnavailableError."""
        ...

    def counting(self, before: Tally, after: Tally) -> StateWrite:
        """The write of a tally, on condition that count and `is_told` are still as they were before."""
        ...

    def active_actors(self) -> int:
        """How many there were when they were last counted, 0 before that. Raises StoreUnavailableError."""
        ...

    def note_active_actors(self, count: int) -> None:
        """Raises StoreUnavailableError."""
        ...


@dataclass(frozen=True)
class Means:
    """What the detector responds with."""

    tallies: Tallies
    snoozes: Snoozes
    blocks: Blocks
