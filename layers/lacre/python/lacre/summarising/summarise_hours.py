"""Keeps a summary of each hour that is over, and one of the hour that is not, as far as it is settled."""

from dataclasses import dataclass

from lacre.model import moment
from lacre.model.canonical import JsonObject
from lacre.ports.ambient import Clock
from lacre.ports.sealing import HeadStore
from lacre.ports.summaries import Summaries, Summary
from lacre.searching.search import SETTLED_AFTER_MS
from lacre.summarising.lanes import Lanes, end_of, hour_of, hours_until, start_of

BACK_HOURS = 48
"""How far back hours are counted that are not kept: nobody is shown older ones."""

WITHIN_MS = 120_000
"""No hour is begun after this time; the next run goes on."""

MOST_OF_AN_HOUR = 400_000
"""Ten times what an hour holds of a million events a day; of one that holds more, so many are counted."""


@dataclass(frozen=True)
class SummariseHours:
    """One run. What an hour comes to is a function of its events: a run that repeats another keeps the same."""

    lanes: Lanes
    heads: HeadStore
    summaries: Summaries
    clock: Clock

    def __call__(self) -> JsonObject:
        """How many hours were counted, and how many are left for the next run. Raises StoreUnavailableError."""
        began = self.clock.now()
        watermark = began - SETTLED_AFTER_MS
        hours = hours_until(watermark, BACK_HOURS)
        known = self.summaries.between(hours[-1], hours[0])
        due = [hour for hour in hours if hour not in known or not known[hour].is_final]
        tree_size = self.heads.read().published
        counted = 0
        for hour in due:
            if self.clock.now() >= began + WITHIN_MS:
                break
            self.summaries.keep(self._summary(hour, watermark, tree_size))
            counted += 1
        return {"counted": counted, "left": len(due) - counted}

    def _summary(self, hour: str, watermark: int, tree_size: int) -> Summary:
        end = end_of(hour) if hour < hour_of(watermark) else moment.to_text(watermark)
        count, reached = self.lanes.count(start_of(hour), end, MOST_OF_AN_HOUR, lambda: True)
        return count.summary(hour, end, tree_size, is_whole=reached == end)
