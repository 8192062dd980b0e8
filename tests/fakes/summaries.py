"""Summaries in memory, and a quarantine that holds what it is told."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lacre.ports.errors import StoreUnavailableError
from lacre.ports.summaries import Quarantined, Summary


@dataclass
class MemorySummaries:
    """`Summaries` and `QuarantineNote`."""

    rows: dict[str, Summary] = field(default_factory=dict)
    note: Quarantined | None = None
    is_away: bool = False

    def between(self, first: str, last: str) -> Mapping[str, Summary]:
        self._check()
        return {hour: one for hour, one in sorted(self.rows.items()) if first <= hour <= last}

    def keep(self, summary: Summary) -> bool:
        self._check()
        if summary.hour in self.rows and self.rows[summary.hour].until > summary.until:
            return False
        self.rows[summary.hour] = summary
        return True

    def quarantined(self) -> Quarantined | None:
        self._check()
        return self.note

    def note_quarantined(self, found: Quarantined) -> None:
        self._check()
        self.note = found

    def _check(self) -> None:
        if self.is_away:
            raise StoreUnavailableError("away")


@dataclass
class MemoryQuarantined:
    """`QuarantinedObjects`: when each was put there, in ms since 1970."""

    put_at: list[int] = field(default_factory=list)

    def look(self, now: int) -> Quarantined:
        return Quarantined(now, len(self.put_at), max(self.put_at, default=None), is_all=True)
