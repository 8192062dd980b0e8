"""Hashing PINs and passwords."""

from typing import Protocol


class PinHasher(Protocol):
    def hash(self, secret: str) -> str:
        """A salted hash in PHC form."""
        ...

    def matches(self, secret: str, secret_hash: str | None) -> bool:
        """Whether it is the secret of the hash; without a hash (nobody has it) it takes as long, and it is not."""
        ...
