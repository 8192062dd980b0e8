"""The keys that the issuer of tokens publishes."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol


class KeysUnavailableError(Exception):
    """The issuer's keys cannot be had now."""


class PublishedKeys(Protocol):
    def fetch(self) -> Sequence[Mapping[str, Any]]:
        """The members of `keys` in the issuer's JWK set, unchecked. Raises KeysUnavailableError."""
        ...
