"""How far table and log were compared, and which numbers of producers are missing."""

from collections.abc import Sequence
from dataclasses import dataclass

from lacre.archive_reading.following import Place, UnreadablePlaceError
from lacre.model import moment
from lacre.ports.ambient import Clock
from lacre.ports.reconciling import Bookmarks, Kind
from lacre.ports.sealing import HeadStore
from lacre.reconciling.log_walk import FRESH
from lacre.reconciling.numbering import GAPS
from lacre.reconciling.rounds import TIME
from lacre.watching.reading import Reading, State, by_age
from lacre.watching.thresholds import RECONCILIATION_LAG_MS

RECONCILIATION, MISSING = "reconciliation", "gaps"


@dataclass(frozen=True)
class ReconciliationCheck:
    kept: Bookmarks
    heads: HeadStore
    clock: Clock

    def __call__(self) -> Sequence[Reading]:
        """Of the comparison, and of the gaps that it found. Raises StoreUnavailableError."""
        table = self.kept.read(Kind.RECONCILIATION, TIME)
        if not table.version:
            return [Reading(RECONCILIATION, State.NONE), Reading(MISSING, State.NONE)]
        gaps = len(self.kept.read(Kind.RECONCILIATION, GAPS).text.split())
        state = State.BROKEN if gaps else State.OK
        return [
            self._compared(table.text),
            Reading(MISSING, state, why="missing" if gaps else "", facts={"gaps": gaps}),
        ]

    def _compared(self, position: str) -> Reading:
        now, head = self.clock.now(), self.heads.read()
        try:
            place = Place.decode(self.kept.read(Kind.RECONCILIATION, FRESH).text)
            of_table = moment.to_milliseconds(position.partition("#")[0])
        except (UnreadablePlaceError, ValueError):
            return Reading(RECONCILIATION, State.BROKEN, why="unreadable")
        behind = max(0, head.published - place.size)
        of_log = moment.to_milliseconds(place.recorded_at or head.began_at) if behind else now
        reached = min(of_table, of_log)
        facts = {"checked": place.size, "behind": behind}
        state = by_age(now - reached, RECONCILIATION_LAG_MS, now)
        return Reading(RECONCILIATION, state, reached, "lagging" if state is State.LATE else "", facts)
