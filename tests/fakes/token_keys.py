"""A local key of access tokens, and what an issuer publishes of such keys."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import RSAAlgorithm

from identity.model.access_token import public_jwk
from identity.ports.published_keys import KeysUnavailableError
from lacre.ports.errors import SignerUnavailableError


class LocalTokenSigner:
    def __init__(self, seed: str = "a token key of the tests") -> None:
        number = int.from_bytes(hashlib.sha256(seed.encode()).digest(), "big") >> 8
        self.key = ec.derive_private_key(number, ec.SECP256R1())
        self.is_away = False

    @property
    def public_key(self) -> bytes:
        if self.is_away:
            raise SignerUnavailableError("away")
        return self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    @property
    def key_id(self) -> str:
        return public_jwk(self.public_key)["kid"]

    def sign(self, message: bytes) -> bytes:
        if self.is_away:
            raise SignerUnavailableError("away")
        numbers = decode_dss_signature(self.key.sign(message, ec.ECDSA(SHA256())))
        return b"".join(number.to_bytes(32, "big") for number in numbers)


@cache
def rsa_key(bits: int) -> RSAPrivateKey:
    """A key of another issuer, made once for each size."""
    return generate_private_key(65537, bits)


def jwk_of(key: RSAPrivateKey) -> dict[str, Any]:
    """The public half as a member of a JWK set, without an id."""
    published: dict[str, Any] = RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
    return {name: published[name] for name in ("kty", "n", "e")}


@dataclass
class MemoryKeys:
    """What is published, and how often it was fetched."""

    published: list[Mapping[str, Any]] = field(default_factory=list)
    is_away: bool = False
    fetches: int = 0

    @classmethod
    def of(cls, *signers: LocalTokenSigner) -> "MemoryKeys":
        return cls([public_jwk(signer.public_key) for signer in signers])

    def fetch(self) -> Sequence[Mapping[str, Any]]:
        self.fetches += 1
        if self.is_away:
            raise KeysUnavailableError("away")
        return list(self.published)
