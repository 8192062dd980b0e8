"""The figures of the last day: what is kept of its hours, and of the rest as much as one request may count."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from lacre.model import moment
from lacre.ports.ambient import Clock
from lacre.ports.sealing import HeadStore
from lacre.ports.summaries import HOUR_MS, Summaries, Summary
from lacre.summarising.lanes import Lanes, end_of, hours_until, start_of
from lacre.summarising.ranks import Rank, ranked

HOURS = 24
RANKS = 8
MOST_LIVE = 4_000
LIVE_MS = 1_500
"""What one request counts itself, at most about so many events, and begins no further stretch after so long."""

_AHEAD_MS = 1


@dataclass
class Hour:
    """One hour's events; `until` is the position up to which they are counted, and `is_whole` if that is all."""

    hour: str
    until: str
    is_whole: bool
    events: int = 0
    denials: int = 0
    unreadable: int = 0
    severity: Counter[str] = field(default_factory=Counter)

    def add(self, summary: Summary) -> None:
        self.events += summary.events
        self.denials += summary.denials
        self.unreadable += summary.unreadable
        self.severity.update(summary.severity)


@dataclass(frozen=True)
class Day:
    """Hours, the oldest first, and rankings of all of them; `at` is when it was asked (ms since 1970).

    `live` events were counted for this answer, the others beforehand.
    """

    at: int
    hours: Sequence[Hour]
    actors: Sequence[Rank]
    actions: Sequence[Rank]
    ip_addresses: Sequence[Rank]
    live: int

    @property
    def is_whole(self) -> bool:
        return all(hour.is_whole for hour in self.hours)


@dataclass
class _Budget:
    """What is left of a request's share."""

    events: int
    until: int


@dataclass(frozen=True)
class LastDay:
    lanes: Lanes
    summaries: Summaries
    heads: HeadStore
    clock: Clock

    def __call__(self) -> Day:
        """Raises StoreUnavailableError."""
        now = self.clock.now()
        names = hours_until(now, HOURS)
        kept = self.summaries.between(names[-1], names[0])
        began = self._began(now)
        budget = _Budget(MOST_LIVE, now + LIVE_MS)
        hours, pieces = [], []
        # The newest first: they are what is looked at, should the share not suffice.
        for name in names:
            hour, of_hour = self._hour(name, kept.get(name), began, now, budget)
            hours.append(hour)
            pieces += of_hour
        return Day(
            at=now,
            hours=hours[::-1],
            actors=ranked([one.actors for one in pieces], RANKS),
            actions=ranked([one.actions for one in pieces], RANKS),
            ip_addresses=ranked([one.ip_addresses for one in pieces], RANKS),
            live=MOST_LIVE - budget.events,
        )

    def _began(self, now: int) -> str:
        """The moment before which there is nothing; a log that has no leaf yet began within the last hour."""
        began_at = self.heads.read().began_at
        return moment.to_text((moment.to_milliseconds(began_at) if began_at else now) - HOUR_MS)

    def _hour(
        self, name: str, kept: Summary | None, began: str, now: int, budget: _Budget
    ) -> tuple[Hour, list[Summary]]:
        end = min(end_of(name), moment.to_text(now + _AHEAD_MS))
        low = max(kept.until if kept else start_of(name), min(began, end))
        hour = Hour(name, low, is_whole=kept is None or kept.is_whole)
        pieces = [kept] if kept else []
        if low < end:
            live = self._live(name, low, end, budget)
            pieces.append(live)
            hour.until = live.until
            hour.is_whole = hour.is_whole and live.is_whole
        for piece in pieces:
            hour.add(piece)
        return hour, pieces

    def _live(self, name: str, low: str, end: str, budget: _Budget) -> Summary:
        count, reached = self.lanes.count(low, end, budget.events, lambda: self.clock.now() < budget.until)
        budget.events = max(0, budget.events - count.events)
        return count.summary(name, reached, 0, is_whole=reached >= end)
