"""Counting denials, so that an anonymous caller cannot fill a store that never forgets."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Flood:
    """How many denials of one kind came from one address in one minute (`2026-11-22T09:30`)."""

    minute: str
    kind: str
    ip_address: str
    count: int


class FloodCounter(Protocol):
    def count(self, minute: str, kind: str, ip_address: str) -> int:
        """Count one more and return how many it makes. Raises StoreUnavailableError."""
        ...


class FloodLedger(Protocol):
    def floods(self, minute: str) -> Sequence[Flood]:
        """The floods of a minute that are not summed up yet. Raises StoreUnavailableError."""
        ...

    def forget(self, flood: Flood) -> None:
        """After its event is recorded."""
        ...
