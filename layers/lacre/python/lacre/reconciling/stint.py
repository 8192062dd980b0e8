"""How much one walk may do in one run: it ends by the clock, or by how much it has checked."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass

from lacre.ports.ambient import Clock


@dataclass
class Stint:
    """`until` in milliseconds since 1970; the step that begins before it is finished.

    `anew`: what was kept of the walk was nothing that a run had kept, and it began at its beginning.
    """

    until: int
    most: int = sys.maxsize
    checked: int = 0
    anew: bool = False

    def is_over(self, clock: Clock) -> bool:
        return self.checked >= self.most or clock.now() >= self.until

    def told(self, *, is_complete: bool, waiting: int = 0) -> Mapping[str, int | bool]:
        """For the run's record: how much was checked, whether that was all, and how many events are being decided."""
        told: dict[str, int | bool] = {"checked": self.checked, "complete": is_complete}
        if waiting:
            told["waiting"] = waiting
        if self.anew:
            told["anew"] = True
        return told

    def overtaken(self) -> Mapping[str, int | bool]:
        """Another run is at the same walk, and further: this one leaves it to that."""
        return {"checked": self.checked, "complete": False, "overtaken": True}
