"""Signing out."""

from identity.model.session import SessionState
from identity.ports.sessions import Sessions
from lacre.model.actor import Actor
from lacre.ports.ambient import Clock
from lacre.recording.change import Change


class SignOut:
    def __init__(self, sessions: Sessions, clock: Clock) -> None:
        self._sessions = sessions
        self._clock = clock

    def __call__(self, actor: Actor) -> Change:
        """The end of the session that the actor acts in."""
        if actor.session_id is None:
            raise ValueError("an actor without a session cannot sign out")
        return Change(
            actor.session_id,
            before={"user_id": actor.id, "state": SessionState.ACTIVE.value},
            after={"user_id": actor.id, "state": SessionState.ENDED.value},
            writes=[self._sessions.ending(actor.session_id, self._clock.now())],
        )
