"""What lies in quarantine: records that nobody could read, as the sweep counted them."""

from collections.abc import Sequence
from dataclasses import dataclass

from lacre.ports.ambient import Clock
from lacre.ports.summaries import QuarantineNote
from lacre.watching.reading import Fact, Reading, State
from lacre.watching.thresholds import STANDSTILL_MS

QUARANTINE = "quarantine"


@dataclass(frozen=True)
class QuarantineCheck:
    note: QuarantineNote
    clock: Clock

    def __call__(self) -> Sequence[Reading]:
        """Raises StoreUnavailableError."""
        found = self.note.quarantined()
        if found is None:
            return [Reading(QUARANTINE, State.NONE)]
        facts: dict[str, Fact] = {"count": found.count, "is_all": int(found.is_all)}
        if found.count:
            newest: dict[str, Fact] = {"newest": found.newest_at} if found.newest_at is not None else {}
            return [Reading(QUARANTINE, State.BROKEN, found.at, "set_aside", facts | newest)]
        is_old = self.clock.now() - found.at > STANDSTILL_MS
        return [Reading(QUARANTINE, State.LATE if is_old else State.OK, found.at, "old" if is_old else "", facts)]
