"""Snapshots in memory."""

from dataclasses import dataclass, field

from hedge.model.snapshot import Snapshot, SnapshotKind
from lacre.ports.errors import StoreUnavailableError
from lacre.ports.events import StateWrite
from tests.fakes.events import MemoryWrite


@dataclass
class MemorySnapshots:
    """`hedge.ports.snapshots.Snapshots`."""

    rows: dict[tuple[SnapshotKind, str], Snapshot] = field(default_factory=dict)
    is_away: bool = False

    def find(self, kind: SnapshotKind, key: str) -> Snapshot | None:
        if self.is_away:
            raise StoreUnavailableError("away")
        return self.rows.get((kind, key))

    def adding(self, snapshot: Snapshot) -> StateWrite:
        place = snapshot.kind, snapshot.key
        return MemoryWrite(lambda: place not in self.rows, lambda: self.rows.update({place: snapshot}))
