"""The key that signs official documents, wherever it is kept, and the certificates that say whose it is."""

from typing import Protocol


class DocumentSigner(Protocol):
    """An RSA key of 2048 bits or more."""

    @property
    def certificate_chain(self) -> bytes:
        """PEM: the key's own certificate first, then those above it, up to the root or not.

        Raises SignerUnavailableError, also where there is none yet or it is another key's.
        """
        ...

    def sign(self, message: bytes) -> bytes:
        """RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017, section 8.2) over at most 4,096 bytes.

        Raises SignerUnavailableError.
        """
        ...
