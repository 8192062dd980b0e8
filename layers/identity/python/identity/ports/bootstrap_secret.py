"""The one-time secret of whoever creates the first administrator."""

from typing import Protocol


class BootstrapSecret(Protocol):
    def read(self) -> str:
        """Raises StoreUnavailableError."""
        ...
