"""Finding the snapshot that was taken of something."""

from hedge.model.snapshot import Snapshot, SnapshotKind
from hedge.ports.snapshots import Snapshots
from lacre.model.refusal import Ground, Refusal


class FindSnapshot:
    def __init__(self, snapshots: Snapshots) -> None:
        self._snapshots = snapshots

    def __call__(self, kind: SnapshotKind, key: str) -> Snapshot:
        """Raises Refusal NOT_FOUND."""
        found = self._snapshots.find(kind, key)
        if found is None:
            raise Refusal(Ground.NOT_FOUND, "NO_SUCH_SNAPSHOT", "No such snapshot was taken.")
        return found
