"""Reading access tokens: signature, issuer, audience and expiry."""

from dataclasses import dataclass

import jwt
from jwt.exceptions import PyJWTError

from identity.authenticating.key_ring import KeyRing
from identity.model.access_token import ALGORITHM
from lacre.ports.ambient import Clock

_LONGEST = 8 * 1024
_REQUIRED = ["iss", "aud", "exp", "sub", "sid"]


class InvalidTokenError(Exception):
    """The token is not one that the issuer made for us."""


@dataclass(frozen=True)
class ReadToken:
    """What a genuine token says."""

    user_id: str
    session_id: str
    is_expired: bool


class TokenReader:
    def __init__(self, keys: KeyRing, issuer: str, audience: str, clock: Clock) -> None:
        self._keys = keys
        self._issuer = issuer
        self._audience = audience
        self._clock = clock

    def read(self, token: str) -> ReadToken:
        """Raises InvalidTokenError, KeysUnavailableError."""
        if len(token) > _LONGEST:
            raise InvalidTokenError("longer than any token of ours")
        try:
            key = self._keys.key(_key_id(token))
            if key is None:
                raise InvalidTokenError("signed by an unknown key")
            claims = jwt.decode(
                token,
                key,
                # The configured algorithm, never the header's word: `none`, or HS256 keyed with the public key.
                algorithms=[ALGORITHM],
                issuer=self._issuer,
                audience=self._audience,
                # Time is judged below, by the clock that everything else goes by.
                options={"require": _REQUIRED, "verify_exp": False, "verify_iat": False, "verify_nbf": False},
            )
        except (PyJWTError, ValueError, RecursionError) as error:
            raise InvalidTokenError(type(error).__name__) from None
        expires_at, subject, session_id = claims["exp"], claims["sub"], claims["sid"]
        if type(expires_at) is not int or not isinstance(subject, str) or not isinstance(session_id, str):
            raise InvalidTokenError("claims of other types than ours")
        return ReadToken(subject, session_id, is_expired=expires_at * 1000 <= self._clock.now())


def _key_id(token: str) -> str:
    key_id = jwt.get_unverified_header(token).get("kid")
    if not isinstance(key_id, str):
        raise InvalidTokenError("without a key id")
    return key_id
