"""Searches of the archive in every state that one can be in, asked for by the day's auditor."""

from dataclasses import replace
from typing import cast

from lacre.model import moment
from lacre.model.draft import Reason
from lacre.model.filters import Filters, Selection
from lacre.model.vocabulary import Severity
from lacre.ports.deep_searches import DeepSearch, Found
from lacre.ports.exports import Asking, ExportState
from tests.browser.day import Day
from tests.fakes.deep_searches import MemoryDeepSearches, MemoryFoundPages
from tests.fakes.found import uuid

_DAY = 86_400_000
FOUND, RUNNING, FAILED = (uuid(7_100 + number) for number in range(3))


def search_some(day: Day) -> None:
    """One that found events, and more than it looks at; one under way, and one that failed."""
    now = day.world.clock.now()
    headers = [one.event.header for one in day.events[-6:]][::-1]
    first, last = headers[0].recorded_at, headers[-1].recorded_at
    looked = Found(len(headers), 12_000, 48_000_000, until=first, since=last)
    done = replace(_asked(FOUND, now - 3_600_000), tree_size=812_000).done(looked, moment.to_text(now - 3_400_000))
    failed = _asked(FAILED, now - 90_000).failed(Reason("TOO_SLOW", "It took too long."), moment.to_text(now))
    jobs = cast(MemoryDeepSearches, day.deep_searching.jobs)
    running = replace(_asked(RUNNING, now - 60_000), state=ExportState.RUNNING)
    jobs.rows |= {one.id: one for one in (done, running, failed)}
    cast(MemoryFoundPages, day.deep_searching.pages).write(FOUND, 0, headers)


def _asked(search_id: str, at: int) -> DeepSearch:
    asking = Asking("u-rui", "Rui Mabjaia", moment.to_text(at), uuid(6_000), uuid(6_000))
    selection = Selection(Filters(start=moment.to_text(at - 90 * _DAY), severity=Severity.MEDIUM), "Macuácua")
    return DeepSearch(search_id, asking, selection, moment.to_text(at + 30 * _DAY))
