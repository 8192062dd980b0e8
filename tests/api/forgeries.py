"""Access tokens that look like ours and must be refused."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.fakes.kms import LocalKms

Claims = dict[str, Any]


def _key() -> ec.EllipticCurvePrivateKey:
    return LocalKms().token


def claims_of(token: str) -> Claims:
    claims: Claims = jwt.decode(token, options={"verify_signature": False})
    return claims


def signed(token: str, *, kid: str | None = None, **other: object) -> str:
    """The token with other claims, signed with the issuer's own key."""
    header = jwt.get_unverified_header(token)
    return jwt.encode({**claims_of(token), **other}, _key(), "ES256", {"kid": kid or header["kid"]})


def expired(token: str) -> str:
    claims = claims_of(token)
    return signed(token, iat=claims["iat"] - 3600, exp=claims["iat"] - 2700)


def _unsigned(token: str) -> str:
    kid = jwt.get_unverified_header(token)["kid"]
    return jwt.encode(claims_of(token), "", "none", {"kid": kid})


def _mac(token: str, secret: bytes) -> str:
    header = {"alg": "HS256", "typ": "JWT", "kid": jwt.get_unverified_header(token)["kid"]}
    signed_text = f"{_part(header)}.{_part(claims_of(token))}".encode()
    return f"{signed_text.decode()}.{_text(hmac.digest(secret, signed_text, hashlib.sha256))}"


def _part(content: Mapping[str, object]) -> str:
    return _text(json.dumps(content).encode())


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _of_another_key(token: str) -> str:
    other = ec.generate_private_key(ec.SECP256R1())
    return jwt.encode(claims_of(token), other, "ES256", {"kid": jwt.get_unverified_header(token)["kid"]})


def _pem(token: str) -> str:
    return _mac(token, _key().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))


def _point(token: str) -> str:
    return _mac(token, _key().public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


FORGERIES: Mapping[str, Callable[[str], str]] = {
    "alg none": _unsigned,
    "HS256 with the public key": _pem,
    "HS256 with the public point": _point,
    "another key": _of_another_key,
    "wrong kid": lambda token: signed(token, kid="another"),
    "wrong issuer": lambda token: signed(token, iss="https://other.example.com"),
    "wrong audience": lambda token: signed(token, aud="another"),
    "no session": lambda token: signed(token, sid="01a1ee56-5e00-75b1-a522-4a58b791df6a"),
    "cut short": lambda token: token[:-4],
    "no token at all": lambda token: token.replace(".", ""),
}
