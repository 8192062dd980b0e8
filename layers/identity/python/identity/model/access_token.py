"""Access tokens: JWT (RFC 7519) in JWS compact form (RFC 7515), ES256, and the JWK (RFC 7517) of their key."""

import hashlib
import json
import re
from base64 import urlsafe_b64encode
from dataclasses import asdict, dataclass

from lacre.model.naming import COLLECTION, SYSTEM_PREFIX, UNKNOWN_ID

ALGORITHM = "ES256"
LIFETIME_S = 15 * 60

LONGEST_LIFE_S = 24 * 60 * 60
"""No token is accepted that lives longer, whoever issued it: what was ended here has to be remembered so long."""

CLOCKS_APART_S = 30
"""So far ahead of our clock an issuer's may be."""

_COORDINATE_BYTES = 32
_ID = re.compile(r"[\x21-\x7e]{1,255}")


@dataclass(frozen=True)
class Claims:
    """`iat` and `exp` are seconds since 1970; `sid` is the session."""

    iss: str
    aud: str
    sub: str
    sid: str
    roles: list[str]
    iat: int
    exp: int
    jti: str


def is_claimed_id(claimed: object) -> bool:
    """Whether a token may name its user or its session so: as OpenID Connect bounds `sub`, and without a blank.

    None that the log has for the product itself or for nobody.
    """
    if not isinstance(claimed, str) or not _ID.fullmatch(claimed):
        return False
    return claimed not in (UNKNOWN_ID, COLLECTION) and not claimed.startswith(SYSTEM_PREFIX)


def public_jwk(point: bytes) -> dict[str, str]:
    """The JWK of a P-256 key from its uncompressed point (SEC 1: 0x04, X, Y); `kid` is its thumbprint (RFC 7638)."""
    if len(point) != 1 + 2 * _COORDINATE_BYTES or point[0] != 4:
        raise ValueError("not an uncompressed point of P-256")
    x, y = point[1 : 1 + _COORDINATE_BYTES], point[1 + _COORDINATE_BYTES :]
    required = {"crv": "P-256", "kty": "EC", "x": _base64url(x), "y": _base64url(y)}
    thumbprint = hashlib.sha256(_json(required)).digest()
    return {**required, "kid": _base64url(thumbprint), "alg": ALGORITHM, "use": "sig"}


def signing_input(key_id: str, claims: Claims) -> bytes:
    """What the key signs."""
    header = {"alg": ALGORITHM, "kid": key_id, "typ": "JWT"}
    return f"{_base64url(_json(header))}.{_base64url(_json(asdict(claims)))}".encode()


def compact(signed: bytes, signature: bytes) -> str:
    """The token of a signing input and its signature (r and s, 64 bytes)."""
    return f"{signed.decode()}.{_base64url(signature)}"


def _json(content: dict[str, object] | dict[str, str]) -> bytes:
    return json.dumps(content, sort_keys=True, separators=(",", ":")).encode()


def _base64url(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()
