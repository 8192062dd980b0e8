"""Where sessions are kept."""

from collections.abc import Sequence
from typing import Protocol

from identity.model.session import Session, SessionState
from lacre.ports.events import StateWrite


class Sessions(Protocol):
    def find(self, session_id: str) -> Session | None:
        """By a consistent read, so that an ended session is refused at once. Raises StoreUnavailableError."""
        ...

    def starting(self, session: Session) -> StateWrite:
        """The write that makes a session, on condition that its id is free."""
        ...

    def ending(self, session_id: str, state: SessionState, now: int) -> StateWrite:
        """The write that ends a session (now: ms), on condition that it is active."""
        ...

    def due(self, now: int, limit: int) -> Sequence[Session]:
        """At most `limit` active sessions that have expired by `now` (ms), the longest expired first.

        Raises StoreUnavailableError.
        """
        ...
