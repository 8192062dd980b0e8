"""Hashing PINs."""

from typing import Protocol


class PinHasher(Protocol):
    def hash(self, pin: str) -> str:
        """A salted hash in PHC form."""
        ...

    def matches(self, pin: str, pin_hash: str | None) -> bool:
        """Whether it is the PIN of the hash; without a hash (nobody has this name) it takes as long, and it is not."""
        ...
