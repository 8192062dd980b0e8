"""The last checkpoint: that the log's key signed it, how old it is, and who cosigned it."""

from collections.abc import Sequence
from dataclasses import dataclass

from lacre.ports.ambient import Clock
from lacre.ports.sealing import Head, HeadStore
from lacre.ports.watching import CurrentCheckpoint, StoredNote
from lacre.tlog.checkpoint import Checkpoint, open_checkpoint_of_any, stated_size
from lacre.tlog.frontier import root_hash
from lacre.tlog.key_manifest import in_force
from lacre.tlog.note import NoteError, split_note
from lacre.watching.reading import Reading, State, by_age
from lacre.watching.thresholds import STANDSTILL_MS

CHECKPOINT, WITNESSES = "checkpoint", "witnesses"
_TIMED_BYTES = 4 + 8 + 64
"""Key id, time and signature of a cosignature; a log's own signature has no time."""


@dataclass(frozen=True)
class CheckpointCheck:
    current: CurrentCheckpoint
    heads: HeadStore
    clock: Clock

    def __call__(self) -> Sequence[Reading]:
        """Of the checkpoint and of its witnesses. Raises StoreUnavailableError."""
        head, stored = self.heads.read(), self.current.stored()
        if stored is None and not head.published:
            return [Reading(CHECKPOINT, State.NONE), Reading(WITNESSES, State.NONE)]
        if stored is None:
            return [Reading(CHECKPOINT, State.BROKEN, why="missing"), Reading(WITNESSES, State.NONE)]
        return [self._signed(stored, head), _cosigned(stored.note)]

    def _signed(self, stored: StoredNote, head: Head) -> Reading:
        try:
            # Of the keys in force for that size alone: one that was replaced may be a stolen one.
            keys = in_force(head.generations, stated_size(stored.note) or 0).keys if head.generations else ()
            checkpoint, _ = open_checkpoint_of_any(stored.note, keys)
        except NoteError:
            return Reading(CHECKPOINT, State.BROKEN, stored.stored_at, "unsigned")
        if checkpoint.size > head.size:
            # Published since the head was read, perhaps.
            head = self.heads.read()
        if _is_forked(checkpoint, head):
            return Reading(CHECKPOINT, State.BROKEN, stored.stored_at, "forked")
        facts = {"size": checkpoint.size}
        if checkpoint.size < head.published:
            return Reading(CHECKPOINT, State.BROKEN, stored.stored_at, "behind", facts)
        age = self.clock.now() - stored.stored_at
        # A log that stands still is as sound as before: what waits is told by the check of sealing.
        state = by_age(age, STANDSTILL_MS, age)
        return Reading(CHECKPOINT, state, stored.stored_at, "old" if state is State.LATE else "", facts)


def _is_forked(checkpoint: Checkpoint, head: Head) -> bool:
    """Whether it is over another tree than the log's, as far as the head alone can tell."""
    if checkpoint.size == head.size:
        return checkpoint.root != root_hash(head.frontier)
    return checkpoint.size > head.size


def _cosigned(note: bytes) -> Reading:
    """By whom and when, as the lines say: only who holds the witnesses' keys can check them."""
    try:
        _, signatures = split_note(note)
    except NoteError:
        return Reading(WITNESSES, State.NONE)
    timed = [(name, raw) for name, raw in signatures if len(raw) == _TIMED_BYTES]
    if not timed:
        return Reading(WITNESSES, State.NONE)
    latest = max(int.from_bytes(raw[4:12], "big") for _, raw in timed)
    names = tuple(sorted({name for name, _ in timed}))
    return Reading(WITNESSES, State.OK, latest * 1000, facts={"count": len(names), "names": names})
