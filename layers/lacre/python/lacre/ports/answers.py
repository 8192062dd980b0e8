"""The first answers to requests with an idempotency key."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from lacre.ports.events import StateWrite


@dataclass(frozen=True)
class KeptAnswer:
    """An answer as it is given again. `fingerprint` tells its request from another; `expires_at` is s since 1970.

    `body` is the JSON text without what was shown once.
    """

    event_id: str
    fingerprint: str = field(repr=False)
    status: int
    body: str | None = field(repr=False)
    headers: Mapping[str, str]
    expires_at: int


class Answers(Protocol):
    def find(self, request: str, now: int) -> KeptAnswer | None:
        """The answer kept under a name, unless it has expired by `now` (ms). Raises StoreUnavailableError."""
        ...

    def keeping(self, request: str, answer: KeptAnswer, now: int) -> StateWrite:
        """The write that keeps an answer, on condition that none is kept that has not expired by `now` (ms)."""
        ...
