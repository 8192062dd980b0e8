"""What is looked at to tell how the trail itself is."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class StoredNote:
    """A checkpoint as it stands, unchecked, and when it was put there (ms since 1970)."""

    note: bytes
    stored_at: int


class CurrentCheckpoint(Protocol):
    def stored(self) -> StoredNote | None:
        """None before the first one; one that is longer than any can be is empty. Raises StoreUnavailableError."""
        ...
