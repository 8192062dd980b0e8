"""Ending the sessions that have expired, each in one transaction with its event."""

from identity.model.session import Session, SessionState
from identity.ports.sessions import Sessions
from lacre.model.actor import system_actor
from lacre.model.draft import Draft
from lacre.model.vocabulary import EntityType, EventSource
from lacre.ports.ambient import Clock
from lacre.ports.errors import StateConflictError
from lacre.recording.recorder import Recorder

AT_ONCE = 100


class ExpireSessions:
    def __init__(self, sessions: Sessions, recorder: Recorder, clock: Clock) -> None:
        self._sessions = sessions
        self._recorder = recorder
        self._clock = clock

    def __call__(self, limit: int = AT_ONCE) -> int:
        """End at most `limit` sessions that are due, and return how many. What is left is due again.

        Raises StoreUnavailableError, SignerUnavailableError; sessions ended before that stay ended.
        """
        now = self._clock.now()
        return sum(self._expire(session, now) for session in self._sessions.due(now, limit))

    def _expire(self, session: Session, now: int) -> bool:
        try:
            self._recorder.record([_draft(session)], [self._sessions.ending(session.id, SessionState.EXPIRED, now)])
        except StateConflictError:
            # Its user signed out since it was found, and that has its own event.
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
