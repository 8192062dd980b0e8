"""Who calls: a genuine token, and how things stand with its session and its user now."""

from collections.abc import Callable
from typing import Protocol

from identity.authenticating.refused import refused
from identity.authenticating.token_reader import InvalidTokenError, ReadToken, TokenReader
from identity.ports.people_at_hand import Standing, StandingReader
from identity.ports.published_keys import KeysUnavailableError
from lacre.model.caller import Caller, caller_unchecked
from lacre.ports.ambient import Clock
from lacre.ports.errors import StoreUnavailableError


class Presented(Protocol):
    """What a caller presented, as `lacre.http.trail.Credentials` holds it."""

    @property
    def token(self) -> str | None: ...


Judge = Callable[[ReadToken, Standing, int], Caller]
"""Whom a token stands for, as things stand now (ms). Raises Refusal UNAUTHENTICATED, FORBIDDEN."""


class TokenAuthenticator:
    """`lacre.http.trail.Authenticator` for access tokens."""

    def __init__(self, tokens: TokenReader, standing: StandingReader, judge: Judge, clock: Clock) -> None:
        self._tokens = tokens
        self._standing = standing
        self._judge = judge
        self._clock = clock

    def authenticate(self, credentials: Presented) -> Caller:
        """The user of the token, as of now. Raises Refusal UNAUTHENTICATED, FORBIDDEN or UNAVAILABLE."""
        if not credentials.token:
            raise refused("TOKEN_INVALID", "This needs an access token.")
        token = self._read(credentials.token)
        if token.is_expired:
            raise refused("TOKEN_EXPIRED", "The access token has expired.", token)
        try:
            standing = self._standing.read(token.session_id, token.user_id)
        except StoreUnavailableError:
            raise caller_unchecked() from None
        return self._judge(token, standing, self._clock.now())

    def _read(self, token: str) -> ReadToken:
        try:
            return self._tokens.read(token)
        except InvalidTokenError:
            raise refused("TOKEN_INVALID", "The access token is not valid.") from None
        except KeysUnavailableError:
            raise caller_unchecked("KEYS_UNAVAILABLE", "SYSTEM_ERROR") from None
