"""A trail of three events, and every check over it."""

from concurrent.futures import ThreadPoolExecutor

from lacre.detection.watermark import WATERMARK
from lacre.model.event import ReceiptedEvent
from lacre.ports.detection import WindowState
from lacre.ports.reconciling import Kind
from lacre.summarising.lanes import Lanes
from lacre.watching.checkpoint import CheckpointCheck
from lacre.watching.detector import DetectorCheck
from lacre.watching.quarantine import QuarantineCheck
from lacre.watching.reading import Reading
from lacre.watching.reconciliation import ReconciliationCheck
from lacre.watching.sealing import SealingCheck
from tests.fakes.ambient import START, ManualClock
from tests.fakes.drafts import agent_created
from tests.fakes.movable_clock import MovableClock
from tests.fakes.reconciling import MemoryState
from tests.fakes.sealing import MemorySealing
from tests.fakes.summaries import MemorySummaries
from tests.fakes.trail import MemoryTrail
from tests.fakes.watching import MemoryCurrent
from tests.fakes.windows import MemoryWindows

POOL = ThreadPoolExecutor(4)
NOW = START + 10_000


class Trail:
    """Three events, a moment before NOW, and nothing sealed yet."""

    def __init__(self) -> None:
        self.clock, self.recorded_by, self.sealing = ManualClock(NOW), MovableClock(), MemorySealing()
        self.trail = MemoryTrail(clock=self.recorded_by)
        recorder = self.trail.recorder()
        self.events = [recorder.record([agent_created(number)])[0] for number in range(3)]
        self.lanes = Lanes(self.trail.events, POOL)
        self.current = MemoryCurrent(self.sealing.log, NOW)
        self.state, self.summaries, self.windows = MemoryState(), MemorySummaries(), MemoryWindows()
        heads, clock = self.sealing.heads, self.clock
        self.checkpoint = CheckpointCheck(self.current, heads, clock)
        self.waiting = SealingCheck(self.lanes, self.sealing.leaves, clock)
        self.reconciliation = ReconciliationCheck(self.state, heads, clock)
        self.quarantine = QuarantineCheck(self.summaries, clock)
        self.detector = DetectorCheck(self.windows, self.lanes, clock)

    def seal(self, *events: ReceiptedEvent) -> None:
        self.sealing.sealer().seal(events or self.events)

    def keep(self, name: str, text: str) -> None:
        self.state.replace(self.state.read(Kind.RECONCILIATION, name), text)

    def count_up_to(self, at: int) -> None:
        self.windows.save(self.windows.load(WATERMARK), WindowState(WATERMARK, watermark=at), None)


def told(readings: object) -> list[tuple[str, str]]:
    assert isinstance(readings, list)
    return [(one.state.value, one.why) for one in readings if isinstance(one, Reading)]
