"""Access tokens: JWT (RFC 7519) in JWS compact form (RFC 7515), ES256, and the JWK (RFC 7517) of their key."""

import hashlib
import json
from base64 import urlsafe_b64encode
from dataclasses import asdict, dataclass

ALGORITHM = "ES256"
LIFETIME_S = 15 * 60
_COORDINATE_BYTES = 32


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
