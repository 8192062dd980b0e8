"""The key of access tokens, wherever it is kept."""

from typing import Protocol


class TokenSigner(Protocol):
    """An ECDSA key on P-256, used with SHA-256."""

    @property
    def public_key(self) -> bytes:
        """The uncompressed point: 65 bytes. Raises SignerUnavailableError."""
        ...

    def sign(self, message: bytes) -> bytes:
        """r and s, 32 bytes each (RFC 7518, section 3.4). Raises SignerUnavailableError."""
        ...
