"""A local Ed25519 key behind the port of the KMS key."""

import hashlib

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lacre.ports.errors import SignerUnavailableError


class LocalSigner:
    def __init__(self, seed: str = "a key of the tests") -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(seed.encode()).digest())
        self.is_away = False

    @property
    def public_key(self) -> bytes:
        return self._key.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        if self.is_away:
            raise SignerUnavailableError("away")
        return self._key.sign(message)
