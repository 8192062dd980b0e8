"""The algorithm of access tokens, as it is configured: a token's header has no say in it (RFC 8725, section 3.1)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt import PyJWK
from jwt.exceptions import PyJWTError

SMALLEST_RSA_BITS = 2048
# Of each kind of key what is public (RFC 7518, section 6): a private key that somebody published verifies alike.
_PUBLIC = {"EC": ("kty", "crv", "x", "y"), "RSA": ("kty", "n", "e")}


class Algorithm(StrEnum):
    ES256 = "ES256"
    RS256 = "RS256"

    def key(self, member: Mapping[str, Any]) -> PyJWK | None:
        """The key of a member of a JWK set, if it is one for signatures by this algorithm."""
        kind = "EC" if self is Algorithm.ES256 else "RSA"
        parts = {name: member.get(name) for name in _PUBLIC[kind]}
        is_for_us = member.get("use", "sig") == "sig" and member.get("alg", self.value) == self.value
        if parts["kty"] != kind or not is_for_us or not all(isinstance(part, str) for part in parts.values()):
            return None
        try:
            key = PyJWK(parts, self.value)
        except (PyJWTError, ValueError):
            return None
        return key if _is_strong(key.key) else None


def _is_strong(key: object) -> bool:
    """P-256, or RSA that is long enough: what PyJWK takes is more than that."""
    if isinstance(key, EllipticCurvePublicKey):
        return isinstance(key.curve, SECP256R1)
    return isinstance(key, RSAPublicKey) and key.key_size >= SMALLEST_RSA_BITS
