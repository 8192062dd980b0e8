"""Who calls: a genuine token, and its session as it is now."""

from typing import Protocol

from identity.authenticating.token_reader import InvalidTokenError, ReadToken, TokenReader
from identity.model.session import SessionState
from identity.ports.published_keys import KeysUnavailableError
from identity.ports.sessions import Sessions
from lacre.model.actor import Actor
from lacre.model.refusal import Ground, Refusal, Subject
from lacre.model.vocabulary import EntityType
from lacre.ports.ambient import Clock
from lacre.ports.errors import StoreUnavailableError

_RETRY_AFTER_S = 5


class Presented(Protocol):
    """What a caller presented, as `lacre.http.trail.Credentials` holds it."""

    @property
    def token(self) -> str | None: ...


class TokenAuthenticator:
    """`lacre.http.trail.Authenticator` for access tokens."""

    def __init__(self, tokens: TokenReader, sessions: Sessions, clock: Clock) -> None:
        self._tokens = tokens
        self._sessions = sessions
        self._clock = clock

    def authenticate(self, credentials: Presented) -> Actor:
        """The user of the token's session. Raises Refusal UNAUTHENTICATED or UNAVAILABLE."""
        if not credentials.token:
            raise _refused("TOKEN_INVALID", "This needs an access token.")
        token = self._read(credentials.token)
        about = Subject(EntityType.SESSION, token.session_id)
        if token.is_expired:
            raise _refused("TOKEN_EXPIRED", "The access token has expired.", about)
        return self._actor(token, about)

    def _read(self, token: str) -> ReadToken:
        try:
            return self._tokens.read(token)
        except InvalidTokenError:
            raise _refused("TOKEN_INVALID", "The access token is not valid.") from None
        except KeysUnavailableError:
            raise _away("KEYS_UNAVAILABLE", "SYSTEM_ERROR") from None

    def _actor(self, token: ReadToken, about: Subject) -> Actor:
        try:
            session = self._sessions.find(token.session_id)
        except StoreUnavailableError:
            raise _away("STORE_UNAVAILABLE", "DATABASE_ERROR") from None
        if session is None or session.user_id != token.user_id or session.state is not SessionState.ACTIVE:
            raise _refused("TOKEN_INVALID", "The session has ended.", about)
        if session.expires_at * 1000 <= self._clock.now():
            raise _refused("TOKEN_EXPIRED", "The session has expired.", about)
        return session.actor


def _refused(code: str, sentence: str, about: Subject | None = None) -> Refusal:
    # The actor stays unknown: whoever presents an old token need not be the one that it was given to.
    return Refusal(Ground.UNAUTHENTICATED, code, sentence, action=code, subject=about)


def _away(code: str, action: str) -> Refusal:
    return Refusal(
        Ground.UNAVAILABLE,
        code,
        "Who calls cannot be checked now. Try again.",
        action=action,
        retry_after_s=_RETRY_AFTER_S,
    )
