"""Telling how far an export is, now and then."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from lacre.ports.ambient import Clock
from lacre.ports.errors import StoreUnavailableError
from lacre.ports.exports import Exports, Progress

EVERY_MS = 2_000


@dataclass
class Telling:
    """`rows` gives how many were written so far."""

    exports: Exports
    job_id: str
    rows: Callable[[], int]
    clock: Clock
    told_at: int = 0

    def __call__(self, leaves: int) -> None:
        """After so many leaves were looked at."""
        now = self.clock.now()
        if now >= self.told_at + EVERY_MS:
            # How far it is changes nothing of the export: what could not be told now is told with the next.
            with suppress(StoreUnavailableError):
                self.exports.tell(self.job_id, Progress(leaves, self.rows()))
            self.told_at = now
