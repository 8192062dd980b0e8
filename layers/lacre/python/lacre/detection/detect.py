"""The use case: a batch of events becomes windows, and windows that fill become findings, exactly once."""

from collections.abc import Sequence

from lacre.detection.bundle import Bundle
from lacre.detection.counting import Counting, Detection
from lacre.detection.gathering import RuleIndex, gather
from lacre.detection.kinds.absence import Absence
from lacre.detection.responding import Responder
from lacre.detection.settling import Settler
from lacre.detection.subject import Subject
from lacre.detection.watermark import Watermark
from lacre.model import moment
from lacre.model.vocabulary import EventSource
from lacre.ports.detection import Quarantine, WindowStore


class Detector:
    """Idempotent: the same events again, in any batch, change nothing."""

    def __init__(self, bundle: Bundle, windows: WindowStore, quarantine: Quarantine, responder: Responder) -> None:
        self._index = RuleIndex(bundle.rules)
        self._counting = Counting(Settler(bundle.hash, windows, responder), quarantine)
        self._watermark = Watermark(windows)
        self._awaits_silence = any(isinstance(rule.windowing.kind, Absence) for rule in bundle.rules)

    def detect(self, events: Sequence[Subject]) -> Detection:
        """Raises StoreUnavailableError and SignerUnavailableError: the whole batch is then to be given again."""
        detection = Detection()
        for gathered in gather(self._index, events):
            self._counting.count(gathered, detection)
        if self._awaits_silence:
            self._tell_how_far(events)
        return detection

    def _tell_how_far(self, events: Sequence[Subject]) -> None:
        received = [one.header.recorded_at for one in events if one.header.source is not EventSource.DETECTOR]
        if received:
            self._watermark.advance(moment.to_milliseconds(max(received)))
