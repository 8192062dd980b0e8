"""Reading access tokens: signature, issuer, audience and times."""

from dataclasses import dataclass, field
from typing import Any

import jwt
from jwt.exceptions import PyJWTError

from identity.authenticating.algorithm import Algorithm
from identity.authenticating.key_ring import KeyRing
from identity.model.access_token import CLOCKS_APART_S, LONGEST_LIFE_S, is_claimed_id
from lacre.ports.ambient import Clock

_LONGEST = 8 * 1024


class InvalidTokenError(Exception):
    """The token is not one that the issuer made for us."""


@dataclass(frozen=True)
class ReadToken:
    """What a genuine token says. Its other claims are the issuer's words, of whatever type. `issued_at` is s."""

    user_id: str
    session_id: str
    issued_at: int
    is_expired: bool
    claims: dict[str, Any] = field(repr=False)


@dataclass(frozen=True)
class Expected:
    """What every token must be like. `session_claim` is the claim that holds the session's id."""

    issuer: str
    audience: str
    algorithm: Algorithm
    session_claim: str


class TokenReader:
    def __init__(self, keys: KeyRing, expected: Expected, clock: Clock) -> None:
        self._keys = keys
        self._expected = expected
        self._clock = clock

    def read(self, token: str) -> ReadToken:
        """Raises InvalidTokenError, KeysUnavailableError."""
        if len(token) > _LONGEST:
            raise InvalidTokenError("longer than any token of ours")
        try:
            claims = self._claims(token)
        except (PyJWTError, ValueError, RecursionError) as error:
            raise InvalidTokenError(type(error).__name__) from None
        user_id, session_id = (claims[name] for name in ("sub", self._expected.session_claim))
        if not is_claimed_id(user_id) or not is_claimed_id(session_id):
            raise InvalidTokenError("claims of other forms than ours")
        now = self._clock.now()
        issued_at, expires_at = _times(claims, now)
        return ReadToken(user_id, session_id, issued_at, expires_at * 1000 <= now, claims)

    def _claims(self, token: str) -> dict[str, Any]:
        key = self._keys.key(_key_id(token))
        if key is None:
            raise InvalidTokenError("signed by an unknown key")
        return jwt.decode(
            token,
            key,
            # The configured algorithm, never the header's word: `none`, or HS256 keyed with the public key.
            algorithms=[self._expected.algorithm.value],
            issuer=self._expected.issuer,
            audience=self._expected.audience,
            options={
                "require": ["iss", "aud", "iat", "exp", "sub", self._expected.session_claim],
                # Time is judged by the clock that everything else goes by.
                "verify_exp": False,
                "verify_iat": False,
                "verify_nbf": False,
                # All ids are checked alike below.
                "verify_jti": False,
                "verify_sub": False,
            },
        )


def _times(claims: dict[str, Any], now: int) -> tuple[int, int]:
    """`iat` and `exp`, as whole seconds. A token of the future, or of a long life, would outlive what ends it here."""
    issued_at, expires_at = claims["iat"], claims["exp"]
    if type(issued_at) is not int or type(expires_at) is not int:
        raise InvalidTokenError("times of other forms than ours")
    if issued_at > now // 1000 + CLOCKS_APART_S or expires_at - issued_at > LONGEST_LIFE_S:
        raise InvalidTokenError("of a time that no token is of")
    return issued_at, expires_at


def _key_id(token: str) -> str:
    key_id = jwt.get_unverified_header(token).get("kid")
    if not isinstance(key_id, str):
        raise InvalidTokenError("without a key id")
    return key_id
