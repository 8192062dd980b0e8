"""A session: the time in which a user's tokens are accepted."""

from dataclasses import dataclass, field, replace
from enum import StrEnum

from identity.model.access_token import LONGEST_LIFE_S
from identity.model.refresh_token import RefreshToken
from identity.model.user import User
from lacre.model.canonical import JsonObject

IDLE_S = 30 * 60
"""A session that is not used so long has expired; refreshing a token is what counts as use."""

LONGEST_S = 8 * 60 * 60
"""However much it is used, a session has expired so long after its start."""

_NEVER = "none"
"""What no digest is."""


class SessionState(StrEnum):
    ACTIVE = "ACTIVE"
    ENDED = "ENDED"
    EXPIRED = "EXPIRED"


@dataclass(frozen=True)
class Session:
    """Of a user's generation. `expires_at` is s, `started_at` ms.

    `family` is the digest of what all refresh tokens of the session have in common, `refresh` that of the one in force.
    """

    id: str
    user_id: str
    generation: int
    started_at: int
    expires_at: int
    family: str = field(repr=False)
    refresh: str = field(repr=False)
    state: SessionState = SessionState.ACTIVE

    @classmethod
    def of(cls, user: User, token: RefreshToken, now: int) -> "Session":
        """A new session (now: ms), refreshed by this token."""
        return cls(
            id=token.session_id,
            user_id=user.id,
            generation=user.generation,
            started_at=now,
            expires_at=now // 1000 + IDLE_S,
            family=token.family_digest,
            refresh=token.digest,
        )

    @classmethod
    def ended_outside(cls, session_id: str, user_id: str, now: int) -> "Session":
        """The mark of another issuer's session that was ended here (now: ms); no token refreshes it."""
        return cls(session_id, user_id, 0, now, now // 1000 + LONGEST_LIFE_S, _NEVER, _NEVER, SessionState.ENDED)

    def renewed(self, token: RefreshToken, now: int) -> "Session":
        """The session after a refresh (now: ms), to be refreshed by this token next."""
        longest = self.started_at // 1000 + LONGEST_S
        return replace(self, refresh=token.digest, expires_at=min(now // 1000 + IDLE_S, longest))

    def has_expired(self, now: int) -> bool:
        """By `now`, ms."""
        return self.expires_at * 1000 <= now

    def shown(self, state: SessionState) -> JsonObject:
        """The session as the log may show it."""
        return {"user_id": self.user_id, "state": state.value, "expires_at": self.expires_at}
