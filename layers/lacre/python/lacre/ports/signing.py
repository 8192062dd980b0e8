"""Keys that sign, wherever they are kept."""

from typing import Protocol


class Signer(Protocol):
    """An Ed25519 key (RFC 8032, pure)."""

    @property
    def public_key(self) -> bytes:
        """The 32 raw bytes. Raises SignerUnavailableError."""
        ...

    def sign(self, message: bytes) -> bytes:
        """The 64 bytes of the signature. Raises SignerUnavailableError."""
        ...
