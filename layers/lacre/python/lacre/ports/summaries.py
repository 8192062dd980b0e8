"""What is counted of each hour for the dashboard: made of the events alone, so that it can be made again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

HOUR_MS = 60 * 60 * 1000


@dataclass(frozen=True)
class Ranking:
    """The most frequent names, most first and ties by name; `others` are the events of names that are not listed."""

    listed: tuple[tuple[str, int], ...] = ()
    others: int = 0

    @property
    def cut(self) -> int:
        """How often a name that is not listed can have occurred at most."""
        return min(self.others, self.listed[-1][1]) if self.others else 0


@dataclass(frozen=True)
class Summary:
    """What one hour (`2026-11-22T09`) holds before the moment `until`, by recorded_at.

    `unreadable` rows count as events and as nothing else. `tree_size` is that of the log when this was counted. It is
    not `is_whole` if the hour holds more than is counted of one: all figures are then those of its first events.
    """

    hour: str
    until: str
    events: int = 0
    unreadable: int = 0
    severity: Mapping[str, int] = field(default_factory=dict)
    outcome: Mapping[str, int] = field(default_factory=dict)
    event_type: Mapping[str, int] = field(default_factory=dict)
    actors: Ranking = Ranking()
    actions: Ranking = Ranking()
    ip_addresses: Ranking = Ranking()
    tree_size: int = 0
    is_whole: bool = True

    @property
    def denials(self) -> int:
        return self.outcome.get("DENIED", 0)

    @property
    def is_final(self) -> bool:
        """Whether all of the hour is looked at: no later event belongs to it."""
        return self.until[:13] > self.hour


class Summaries(Protocol):
    """Both raise StoreUnavailableError."""

    def between(self, first: str, last: str) -> Mapping[str, Summary]:
        """Those of the hours from `first` to `last`, both included, that are kept and can be read."""
        ...

    def keep(self, summary: Summary) -> bool:
        """Keep the summary of its hour; False, and nothing is done, if one is kept that reaches further."""
        ...


@dataclass(frozen=True)
class Quarantined:
    """How many objects lay in quarantine at `at` (ms since 1970), and when the newest of those looked at was put there.

    `is_all`: these are all of them.
    """

    at: int
    count: int
    newest_at: int | None
    is_all: bool


class QuarantineNote(Protocol):
    """Both raise StoreUnavailableError."""

    def quarantined(self) -> Quarantined | None:
        """What was noted last; None if nothing was."""
        ...

    def note_quarantined(self, found: Quarantined) -> None: ...


class QuarantinedObjects(Protocol):
    def look(self, now: int) -> Quarantined:
        """Counts them, at `now` (ms since 1970). Raises StoreUnavailableError."""
        ...
