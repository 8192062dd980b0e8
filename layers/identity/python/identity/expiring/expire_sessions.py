"""Ending the sessions that have expired, each in one transaction with its event."""

from collections.abc import Sequence

from identity.model.session import Session, SessionState
from identity.ports.sessions import Sessions
from lacre.model.actor import system_actor
from lacre.model.draft import Draft
from lacre.model.vocabulary import EntityType, EventSource
from lacre.ports.ambient import Clock
from lacre.ports.errors import StateConflictError
from lacre.recording.recorder import Recorder

AT_ONCE = 100
WITHIN_MS = 15_000


class ExpireSessions:
    def __init__(self, sessions: Sessions, recorder: Recorder, clock: Clock) -> None:
        self._sessions = sessions
        self._recorder = recorder
        self._clock = clock

    def __call__(self, limit: int = AT_ONCE) -> int:
        """End the sessions that are due, `limit` at once, until none is left or WITHIN_MS are over; returns how many.

        What is left is due again. Raises StoreUnavailableError, SignerUnavailableError; sessions ended before that
        stay ended.
        """
        stop_at, ended = self._clock.now() + WITHIN_MS, 0
        while (now := self._clock.now()) < stop_at:
            due = self._sessions.due(now, limit)
            expired = self._expire_each(due, now, stop_at)
            ended += expired
            # When nothing came that was still to be ended, the index lags behind: the next run asks again.
            if len(due) < limit or not expired:
                break
        return ended

    def _expire_each(self, due: Sequence[Session], now: int, stop_at: int) -> int:
        return sum(self._expire(session, now) for session in due if self._clock.now() < stop_at)

    def _expire(self, session: Session, now: int) -> bool:
        try:
            self._recorder.record([_draft(session)], [self._sessions.expiring(session.id, now)])
        except StateConflictError:
            # Its user signed out, or used it, since it was found: the one has its own event, the other goes on.
            return False
        return True


def _draft(session: Session) -> Draft:
    return Draft(
        action="SESSION_EXPIRED",
        actor=system_actor("sweep"),
        source=EventSource.SCHEDULE,
        entity_id=session.id,
        entity_type=EntityType.SESSION,
        ip_address="system",
        before=session.shown(SessionState.ACTIVE),
        after=session.shown(SessionState.EXPIRED),
    )
