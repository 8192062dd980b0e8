"""Time and randomness, so that the core has neither clock nor generator of its own."""

from typing import Protocol


class Clock(Protocol):
    def now(self) -> int:
        """Milliseconds since 1970-01-01T00:00Z."""
        ...


class Entropy(Protocol):
    def take(self, length: int) -> bytes:
        """Fresh random bytes, fit for keys."""
        ...
