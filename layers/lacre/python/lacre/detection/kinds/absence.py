"""Silence: a group's last event armed the rule, and nothing came for so long, of all time or of trading hours."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from lacre.detection.kinds.kind import duration
from lacre.detection.trading_time import after_trading
from lacre.ports.detection import Arrival


@dataclass(frozen=True)
class Absence:
    """`armed_by` and `disarmed_by` are masks of marks; `zone` is that of the trading hours, None for all hours."""

    silence_ms: int
    armed_by: int
    disarmed_by: int
    zone: ZoneInfo | None = None

    def __post_init__(self) -> None:
        if self.silence_ms < 1 or not self.armed_by:
            raise ValueError("an absence has a silence, and something that arms it")

    @property
    def counted(self) -> int:
        return self.armed_by | self.disarmed_by

    def is_armed(self, last: Arrival) -> bool:
        return bool(last.marks & self.armed_by) and not last.marks & self.disarmed_by

    def complete_at(self, since_ms: int) -> int:
        """When the silence since then is complete, in milliseconds since 1970."""
        if self.zone is None:
            return since_ms + self.silence_ms
        return after_trading(since_ms, self.silence_ms, self.zone)

    def told(self) -> str:
        return f"nothing for {duration(self.silence_ms)}{' of trading hours' if self.zone else ''}"
