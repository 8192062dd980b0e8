"""Taking a snapshot: the figures of now, kept once."""

from dataclasses import dataclass

from hedge.model.snapshot import Snapshot, SnapshotKind, hash_of
from hedge.ports.snapshots import Snapshots
from hedge.valuing.figure import Figure, Showable
from lacre.model.identifier import ENTROPY_BYTES, uuid7
from lacre.model.refusal import Ground, Refusal, Subject
from lacre.model.vocabulary import EntityType
from lacre.ports.ambient import Clock, Entropy
from lacre.recording.change import Change


@dataclass(frozen=True)
class TakenSnapshot:
    """A snapshot that is kept once the change is committed; one that was there already is not written again."""

    entity: Snapshot
    change: Change


class TakeSnapshot:
    def __init__(self, snapshots: Snapshots, clock: Clock, entropy: Entropy) -> None:
        self._snapshots = snapshots
        self._clock = clock
        self._entropy = entropy

    def __call__(self, kind: SnapshotKind, key: str, figure: Figure[Showable]) -> TakenSnapshot:
        """Raises Refusal CONFLICT SNAPSHOT_DIFFERS if other values are kept under this key."""
        there = self._snapshots.find(kind, key)
        if there is not None:
            return _again(there, figure)
        now = self._clock.now()
        snapshot = Snapshot(
            id=uuid7(now, self._entropy.take(ENTROPY_BYTES)),
            kind=kind,
            key=key,
            values=figure.value.shown(),
            inputs_hash=hash_of(figure.inputs),
            created_at=now,
        )
        writes = [self._snapshots.adding(snapshot)]
        return TakenSnapshot(snapshot, Change(snapshot.id, after=snapshot.told(), writes=writes))


def _again(there: Snapshot, figure: Figure[Showable]) -> TakenSnapshot:
    if there.values != figure.value.shown():
        raise Refusal(
            Ground.CONFLICT,
            "SNAPSHOT_DIFFERS",
            "A snapshot with other values was taken before. Snapshots are never changed.",
            subject=Subject(EntityType.SNAPSHOT, there.id),
            facts={"inputs_hash": there.inputs_hash, "inputs_hash_now": hash_of(figure.inputs)},
        )
    return TakenSnapshot(there, Change(there.id, before=there.told(), after=there.told()))
