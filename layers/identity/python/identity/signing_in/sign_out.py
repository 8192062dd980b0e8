"""Signing out."""

from identity.model.session import Session, SessionState
from identity.ports.sessions import Sessions
from lacre.model.actor import Actor
from lacre.ports.ambient import Clock
from lacre.recording.change import Change


class SignOut:
    """`are_outside` where another issuer keeps the sessions, and ours hold only those that were ended here."""

    def __init__(self, sessions: Sessions, clock: Clock, *, are_outside: bool) -> None:
        self._sessions = sessions
        self._clock = clock
        self._are_outside = are_outside

    def __call__(self, actor: Actor) -> Change:
        """The end of the session that the actor acts in."""
        if actor.session_id is None:
            raise ValueError("an actor without a session cannot sign out")
        now = self._clock.now()
        if self._are_outside:
            write = self._sessions.starting(Session.ended_outside(actor.session_id, actor.id, now))
        else:
            write = self._sessions.ending(actor.session_id, now)
        return Change(
            actor.session_id,
            before={"user_id": actor.id, "state": SessionState.ACTIVE.value},
            after={"user_id": actor.id, "state": SessionState.ENDED.value},
            writes=[write],
        )
