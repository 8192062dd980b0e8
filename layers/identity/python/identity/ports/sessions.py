"""Where sessions are kept."""

from collections.abc import Sequence
from typing import Protocol

from identity.model.session import Session
from lacre.ports.events import StateWrite


class Sessions(Protocol):
    def find(self, session_id: str) -> Session | None:
        """By a consistent read, so that an ended session is refused at once. Raises StoreUnavailableError."""
        ...

    def starting(self, session: Session) -> StateWrite:
        """The write that makes a session, on condition that its id is free."""
        ...

    def ending(self, session_id: str, now: int) -> StateWrite:
        """The write that ends a session (now: ms), on condition that it is active."""
        ...

    def expiring(self, session_id: str, now: int) -> StateWrite:
        """The write that marks a session as expired, on condition that it is active and has expired by `now` (ms)."""
        ...

    def due(self, now: int, limit: int) -> Sequence[Session]:
        """At most `limit` active sessions that have expired by `now` (ms), the longest expired first.

        What changed a moment ago may be missing or still be in it. Raises StoreUnavailableError.
        """
        ...
