"""Counting denials, so that an anonymous caller cannot fill a store that never forgets."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Flood:
    """How many denials of one kind (`<action>#<outcome>`) came from one address in one minute (`2026-11-22T09:30`)."""

    minute: str
    kind: str
    ip_address: str
    count: int


class FloodCounter(Protocol):
    def count(self, minute: str, kind: str, ip_address: str) -> int:
        """Count one more and return how many it makes. Raises StoreUnavailableError."""
        ...


class FloodLedger(Protocol):
    """Each of its methods raises StoreUnavailableError."""

    def floods(self, minute: str) -> Sequence[Flood]:
        """The floods of a minute that are not summed up yet."""
        ...

    def forget(self, flood: Flood) -> None:
        """After its event is recorded."""
        ...

    def last_summed(self) -> str | None:
        """The minute that was noted last; None before the first."""
        ...

    def note_summed(self, minute: str) -> None:
        """Remember that every flood up to and with this minute is summed up."""
        ...
