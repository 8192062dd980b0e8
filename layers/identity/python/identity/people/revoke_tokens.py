"""Forced logout where another issuer keeps the sessions: no token that somebody has by now is accepted any more."""

from identity.model.access_token import is_claimed_id
from identity.model.revocation import Revocation
from identity.people.force_logout import LoggedOut
from identity.ports.sessions import Sessions
from lacre.model.refusal import Ground, Refusal
from lacre.ports.ambient import Clock
from lacre.recording.change import Change


class RevokeTokens:
    def __init__(self, sessions: Sessions, clock: Clock) -> None:
        self._sessions = sessions
        self._clock = clock

    def __call__(self, user_id: str) -> LoggedOut:
        """`user_id` is the tokens' `sub`, seen here before or not: a token that is at large may yet come.

        Raises Refusal NOT_FOUND for what is nobody's `sub`.
        """
        if not is_claimed_id(user_id):
            raise Refusal(Ground.NOT_FOUND, "NO_SUCH_USER", "There is no such user.")
        revocation = Revocation.at(user_id, self._clock.now())
        writes = [self._sessions.revoking(revocation)]
        return LoggedOut(None, Change(user_id, after=revocation.shown(), writes=writes))
