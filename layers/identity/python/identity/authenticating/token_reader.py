"""Reading access tokens: signature, issuer, audience and expiry."""

import re
from dataclasses import dataclass, field
from typing import Any

import jwt
from jwt.exceptions import PyJWTError

from identity.authenticating.algorithm import Algorithm
from identity.authenticating.key_ring import KeyRing
from lacre.model.naming import COLLECTION, SYSTEM_PREFIX, UNKNOWN_ID
from lacre.ports.ambient import Clock

_LONGEST = 8 * 1024
_ID = re.compile(r"[\x21-\x7e]{1,255}")


class InvalidTokenError(Exception):
    """The token is not one that the issuer made for us."""


@dataclass(frozen=True)
class ReadToken:
    """What a genuine token says. Its other claims are the issuer's words, of whatever type."""

    user_id: str
    session_id: str
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
        expires_at = claims["exp"]
        user_id, session_id = (claims[name] for name in ("sub", self._expected.session_claim))
        if type(expires_at) is not int or not _is_id(user_id) or not _is_id(session_id):
            raise InvalidTokenError("claims of other forms than ours")
        return ReadToken(user_id, session_id, expires_at * 1000 <= self._clock.now(), claims)

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
                "require": ["iss", "aud", "exp", "sub", self._expected.session_claim],
                # Time is judged by the clock that everything else goes by.
                "verify_exp": False,
                "verify_iat": False,
                "verify_nbf": False,
                # All ids are checked alike below.
                "verify_jti": False,
                "verify_sub": False,
            },
        )


def _is_id(claimed: object) -> bool:
    """As OpenID Connect bounds `sub`; none that the log has for the product itself or for nobody."""
    if not isinstance(claimed, str) or not _ID.fullmatch(claimed):
        return False
    return claimed not in (UNKNOWN_ID, COLLECTION) and not claimed.startswith(SYSTEM_PREFIX)


def _key_id(token: str) -> str:
    key_id = jwt.get_unverified_header(token).get("kid")
    if not isinstance(key_id, str):
        raise InvalidTokenError("without a key id")
    return key_id
