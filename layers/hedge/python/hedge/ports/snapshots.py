"""Where snapshots are kept."""

from typing import Protocol

from hedge.model.snapshot import Snapshot, SnapshotKind
from lacre.ports.events import StateWrite


class Snapshots(Protocol):
    def find(self, kind: SnapshotKind, key: str) -> Snapshot | None:
        """By a consistent read. Raises StoreUnavailableError."""
        ...

    def adding(self, snapshot: Snapshot) -> StateWrite:
        """The write that keeps one, on condition that its kind has none under its key."""
        ...
