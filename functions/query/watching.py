"""What the dashboard asks: the figures of the day, and how the trail is."""

from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Protocol

from lacre.investigating.explain_group import WindowReader
from lacre.ports.ambient import Clock
from lacre.ports.reconciling import Bookmarks
from lacre.ports.rows import HeaderIndex
from lacre.ports.sealing import HeadStore, LeafIndex
from lacre.ports.summaries import QuarantineNote, Summaries
from lacre.ports.watching import CurrentCheckpoint
from lacre.summarising.lanes import Lanes
from lacre.summarising.last_day import LastDay
from lacre.watching.checkpoint import CHECKPOINT, WITNESSES, CheckpointCheck
from lacre.watching.detector import DETECTOR, DetectorCheck
from lacre.watching.quarantine import QUARANTINE, QuarantineCheck
from lacre.watching.reconciliation import MISSING, RECONCILIATION, ReconciliationCheck
from lacre.watching.sealing import SEALING, SealingCheck
from lacre.watching.trail_health import TrailHealth


class Counted(Summaries, QuarantineNote, Protocol):
    """What the job of the sweep keeps."""


@dataclass(frozen=True)
class Watching:
    """`readers` read the shards of an hour at the same time; `parts` what the page is made of, which waits for them."""

    index: HeaderIndex
    heads: HeadStore
    leaves: LeafIndex
    current: CurrentCheckpoint
    kept: Bookmarks
    counted: Counted
    windows: WindowReader
    clock: Clock
    readers: Executor
    parts: Executor

    @property
    def last_day(self) -> LastDay:
        return LastDay(self._lanes, self.counted, self.heads, self.clock)

    @property
    def health(self) -> TrailHealth:
        clock = self.clock
        return TrailHealth(
            (
                ((CHECKPOINT, WITNESSES), CheckpointCheck(self.current, self.heads, clock)),
                ((SEALING,), SealingCheck(self._lanes, self.leaves, clock)),
                ((RECONCILIATION, MISSING), ReconciliationCheck(self.kept, self.heads, clock)),
                ((QUARANTINE,), QuarantineCheck(self.counted, clock)),
                ((DETECTOR,), DetectorCheck(self.windows, self._lanes, clock)),
            )
        )

    @property
    def _lanes(self) -> Lanes:
        return Lanes(self.index, self.readers)
