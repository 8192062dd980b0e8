"""A function in memory that works off deep searches: a log, its compacted files, and Athena on them."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, cast

from aws_lambda_powertools import Logger

from functions.export.searching import Searching
from lacre.aws.athena_archive import AthenaArchive
from lacre.deep_searching.ask_deep_search import AskDeepSearch
from lacre.deep_searching.endings import ENDINGS
from lacre.deep_searching.search_archive import SearchArchive
from lacre.deep_searching.sighted_events import SightedEvents
from lacre.exporting.work_off import WorkOff
from lacre.model.draft import Draft
from lacre.model.event import ReceiptedEvent
from lacre.model.filters import Selection
from lacre.ports.deep_searches import DeepSearch
from tests.fakes.ambient import ManualClock, SeededEntropy
from tests.fakes.athena import LocalAthena
from tests.fakes.compacting import MemoryCompaction
from tests.fakes.deep_searches import MemoryDeepSearches, MemoryFoundPages
from tests.fakes.drafts import agent_created
from tests.fakes.exports import MemoryExportQueue
from tests.fakes.rows import MemoryRows
from tests.fakes.sealing import MemorySealing
from tests.fakes.trail import MemoryTrail
from tests.unit.exporting.working import ASKED_BY_EVENT, RUI

_POOL = ThreadPoolExecutor(4)


@dataclass
class DeepWorking:
    """`most` is how many events are looked at; `waiting` is the clock by which Athena is waited for."""

    most: int = 10_000
    trail: MemoryTrail = field(default_factory=MemoryTrail)
    sealing: MemorySealing = field(default_factory=MemorySealing)
    jobs: MemoryDeepSearches = field(default_factory=MemoryDeepSearches)
    queue: MemoryExportQueue = field(default_factory=MemoryExportQueue)
    pages: MemoryFoundPages = field(default_factory=MemoryFoundPages)
    entropy: SeededEntropy = field(default_factory=SeededEntropy)
    waiting: ManualClock = field(default_factory=ManualClock)

    def __post_init__(self) -> None:
        sealing, clock = self.sealing, self.trail.clock
        self.rows = MemoryRows(self.trail.events)
        self.recorder = self.trail.recorder()
        self.compaction = MemoryCompaction(sealing, range_leaves=1000)
        self.athena = LocalAthena(lambda: self.compaction.files.files)
        archive = AthenaArchive(cast(Any, self.athena), "lacre-test", "lacre_test", "events", self.waiting, self.pause)
        self.events = SightedEvents(self.rows, sealing.archive, sealing.leaves, _POOL)
        self.search_archive = SearchArchive(archive, self.events, self.pages, self.most)
        self.work_off = WorkOff(
            self.jobs,
            ENDINGS,
            lambda: self.compaction.marks.read().done,
            Searching(self.search_archive, Logger(service="test")),
            self.recorder,
            clock,
            self.pause,
        )

    def pause(self, seconds: float) -> None:
        self.waiting.advance(int(seconds * 1000))

    def compacted(self, *drafts: Draft) -> Sequence[ReceiptedEvent]:
        """Record these, seal and compact them."""
        events = [self.recorder.record([draft])[0] for draft in drafts]
        self.sealing.sealer().seal(events)
        self.compaction.compactor().run()
        return events

    def agents(self, count: int) -> Sequence[ReceiptedEvent]:
        return self.compacted(*map(agent_created, range(count)))

    def ask(self, selection: Selection | None = None) -> DeepSearch:
        """A job that is committed, and whose message is in the queue."""
        asked = AskDeepSearch(self.jobs, self.queue, self.trail.clock, self.entropy)(
            *(RUI, ASKED_BY_EVENT, ASKED_BY_EVENT, selection or Selection())
        )
        self.recorder.record([agent_created(0)], asked.change.writes)
        return asked.search

    def ids(self, search: DeepSearch) -> list[str]:
        """What was found, in the order of the pages."""
        pages = sorted((page, headers) for (of, page), headers in self.pages.pages.items() if of == search.id)
        return [header.id for _, headers in pages for header in headers]

    @property
    def told(self) -> list[tuple[str, str]]:
        """Outcome and entity of each event of a search that ended."""
        headers = self.trail.events.headers_in_order
        return [(one.outcome.value, one.entity_id) for one in headers if one.action == "DEEP_SEARCH_AUDIT"]
