"""How long events wait for their seal: some of the newest, and some of those that must be sealed by now."""

from collections.abc import Sequence
from dataclasses import dataclass

from lacre.model import moment
from lacre.ports.ambient import Clock
from lacre.ports.rows import Entry
from lacre.ports.sealing import LeafIndex
from lacre.summarising.lanes import Lanes
from lacre.watching.reading import Reading, State, by_age
from lacre.watching.thresholds import SEAL_DELAY_MS, STANDSTILL_MS

SEALING = "sealing"
_EACH = 15
"""Of each shard and hour: in all some 300 events are looked up."""


@dataclass(frozen=True)
class SealingCheck:
    lanes: Lanes
    leaves: LeafIndex
    clock: Clock

    def __call__(self) -> Sequence[Reading]:
        """Raises StoreUnavailableError."""
        now = self.clock.now()
        entries: dict[str, Entry] = {}
        for before in (now, now - SEAL_DELAY_MS, now - STANDSTILL_MS):
            entries |= {entry.id: entry for entry in self.lanes.newest(before, _EACH)}
        sealed = self.leaves.sealed([*entries])
        waiting = sorted(entry.recorded_at for one, entry in entries.items() if one not in sealed)
        newest = max((entry.recorded_at for one, entry in entries.items() if one in sealed), default=None)
        sealed_at = moment.to_milliseconds(newest) if newest else None
        if not waiting:
            return [Reading(SEALING, State.OK if sealed_at else State.NONE, sealed_at)]
        oldest = moment.to_milliseconds(waiting[0])
        state = by_age(now - oldest, SEAL_DELAY_MS, STANDSTILL_MS)
        facts = {"oldest": oldest, "seconds": (now - oldest) // 1000}
        return [Reading(SEALING, state, sealed_at, "" if state is State.OK else "waiting", facts)]
