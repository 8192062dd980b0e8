"""How far the detector has come: whether it has counted what was recorded some minutes ago."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from lacre.detection.watermark import EVERY_MS, WATERMARK
from lacre.model import moment
from lacre.model.header import Header
from lacre.model.vocabulary import EventSource
from lacre.ports.ambient import Clock
from lacre.ports.detection import WindowState
from lacre.summarising.lanes import Lanes
from lacre.watching.reading import Reading, State, by_age
from lacre.watching.thresholds import ITERATOR_AGE_MS, STANDSTILL_MS

DETECTOR = "detector"
_EACH = 15


class WindowReading(Protocol):
    def load(self, key: str) -> WindowState:
        """Raises StoreUnavailableError."""
        ...


@dataclass(frozen=True)
class DetectorCheck:
    windows: WindowReading
    lanes: Lanes
    clock: Clock

    def __call__(self) -> Sequence[Reading]:
        """Raises StoreUnavailableError."""
        watermark = self.windows.load(WATERMARK).watermark
        due = self._due()
        if not watermark:
            return [Reading(DETECTOR, State.NONE if due is None else State.LATE, why="" if due is None else "unseen")]
        if due is None or due <= watermark:
            return [Reading(DETECTOR, State.OK, watermark)]
        # The watermark itself is written once a minute.
        lag = due - watermark - EVERY_MS
        state = by_age(lag, 0, STANDSTILL_MS)
        return [Reading(DETECTOR, state, watermark, "" if state is State.OK else "lagging")]

    def _due(self) -> int | None:
        """When the last event was recorded that the detector must have counted by now; it counts none of its own."""
        before = self.clock.now() - ITERATOR_AGE_MS
        found = [one for one in self.lanes.newest(before, _EACH) if isinstance(one, Header)]
        moments = [one.recorded_at for one in found if one.source is not EventSource.DETECTOR]
        return moment.to_milliseconds(max(moments)) if moments else None
