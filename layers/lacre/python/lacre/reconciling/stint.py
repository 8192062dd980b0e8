"""How much one walk may do in one run: it ends by the clock, or by how much it has checked."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass

from lacre.ports.ambient import Clock


@dataclass
class Stint:
    """`until` in milliseconds since 1970; the step that begins before it is finished."""

    until: int
    most: int = sys.maxsize
    checked: int = 0

    def is_over(self, clock: Clock) -> bool:
        return self.checked >= self.most or clock.now() >= self.until

    def told(self, *, is_complete: bool) -> Mapping[str, int | bool]:
        """For the run's record: how much was checked, and whether that was all there was to check."""
        return {"checked": self.checked, "complete": is_complete}

    def overtaken(self) -> Mapping[str, int | bool]:
        """Another run is at the same walk, and further: this one leaves it to that."""
        return {"checked": self.checked, "complete": False, "overtaken": True}
