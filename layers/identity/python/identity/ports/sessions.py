"""Where sessions are kept."""

from collections.abc import Sequence
from typing import Protocol

from identity.model.revocation import Revocation
from identity.model.session import Session
from lacre.ports.events import StateWrite


class Sessions(Protocol):
    def find(self, session_id: str) -> Session | None:
        """By a consistent read. Raises StoreUnavailableError."""
        ...

    def starting(self, session: Session) -> StateWrite:
        """The write that makes a session, on condition that its id is free."""
        ...

    def renewing(self, session: Session, refresh: str) -> StateWrite:
        """The write of a refresh, on condition that the session is active and its token in force has this digest."""
        ...

    def keeping(self, session_id: str, generation: int) -> StateWrite:
        """The write that takes a session into this generation, on condition that it is active and of the one before."""
        ...

    def ending(self, session_id: str, now: int) -> StateWrite:
        """The write that ends a session (now: ms), on condition that it is active."""
        ...

    def closing(self, session_id: str, now: int) -> StateWrite:
        """The write that ends a session (now: ms), on condition that it is there; one that has ended stays ended."""
        ...

    def revoking(self, revocation: Revocation) -> StateWrite:
        """The write of a revocation over those of before, on condition that none of the user goes further."""
        ...

    def expiring(self, session_id: str, now: int) -> StateWrite:
        """The write that marks a session as expired, on condition that it is active and has expired by `now` (ms)."""
        ...

    def due(self, now: int, limit: int) -> Sequence[Session]:
        """At most `limit` active sessions that have expired by `now` (ms), the longest expired first.

        What changed a moment ago may be missing or still be in it. Raises StoreUnavailableError.
        """
        ...

    def active_of(self, user_id: str, now: int, limit: int) -> Sequence[str]:
        """The ids of at most `limit` active sessions of a user by `now` (ms), the latest first.

        None that began longer ago than a session lasts. What changed a moment ago may be missing or still be in it, and
        so may one that began before hundreds of others. Raises StoreUnavailableError.
        """
        ...
