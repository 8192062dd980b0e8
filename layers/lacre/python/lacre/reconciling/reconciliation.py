"""One run of reconciliation, as parts that fail and end each by itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lacre.model.canonical import JsonObject
from lacre.ports.ambient import Clock
from lacre.ports.reconciling import Kept, KeptState, Kind
from lacre.reconciling.log_walk import LogWalk
from lacre.reconciling.numbering import Numbering
from lacre.reconciling.stint import Stint
from lacre.reconciling.table_walk import TableWalk
from lacre.reconciling.tally import Tally

Part = Callable[[], JsonObject]

WITHIN_MS = 200_000
"""No walk begins another step after this time."""

MOST_AGAIN = 10_000
"""How many leaves or rows of what was checked before one run checks again."""

# The shares of a run's time, in order: what one leaves over is there for the next.
_FRESH_MS, _TIME_MS, _ROUND_MS = 80_000, 140_000, 170_000


@dataclass(frozen=True)
class Reconciliation:
    log: LogWalk
    table: TableWalk
    numbering: Numbering
    kept: KeptState
    clock: Clock

    def by_the_clock(self, tally: Tally) -> Mapping[str, Part]:
        """The newest of log and table first, then a piece of all of both; to be run in this order, and at once."""
        began, kept = self.clock.now(), self.kept
        return {
            "fresh": lambda: self.log.fresh(kept, tally, Stint(began + _FRESH_MS)),
            "time": lambda: self.table.time(kept, tally, Stint(began + _TIME_MS)),
            "round": lambda: self.log.round(kept, tally, Stint(began + _ROUND_MS, MOST_AGAIN)),
            "scan": lambda: self.table.scan(kept, tally, Stint(began + WITHIN_MS, MOST_AGAIN)),
            "producers": lambda: self.numbering.report(tally),
        }

    def of_all(self, tally: Tally) -> Mapping[str, Part]:
        """Log and table from their beginnings, as far as the time allows, beside what the clock's runs do."""
        began, kept = self.clock.now(), Unkept()
        return {
            "round": lambda: self.log.round(kept, tally, Stint(began + WITHIN_MS // 2)),
            "scan": lambda: self.table.scan(kept, tally, Stint(began + WITHIN_MS)),
            "producers": lambda: self.numbering.report(tally),
        }


class Unkept:
    """`Bookmarks` of a run that begins at the beginning, and leaves nothing behind."""

    def read(self, kind: Kind, name: str) -> Kept:
        return Kept(kind, name)

    def replace(self, old: Kept, text: str) -> Kept | None:
        return Kept(old.kind, old.name, text, old.version + 1)
