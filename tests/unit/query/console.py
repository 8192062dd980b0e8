"""The query application over fakes, with people who may and may not read the log."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from fastapi import FastAPI

from functions.query.application import query_application
from functions.query.deep_searching import DeepSearching
from functions.query.exporting import Exporting
from functions.query.investigation import Investigation
from functions.query.sources import Sources
from lacre.model.actor import Actor
from lacre.model.draft import Draft
from lacre.model.event import ReceiptedEvent
from lacre.model.vocabulary import ActorType
from lacre.proving.examination import Examiner
from lacre.proving.inclusion import Prover
from lacre.searching.search import SETTLED_AFTER_MS, Search
from tests.fakes.ambient import START, ManualClock
from tests.fakes.deep_searches import deep_searching
from tests.fakes.exports import exporting
from tests.fakes.investigation import investigation
from tests.fakes.observing import observing
from tests.fakes.rows import MemoryRows
from tests.fakes.sealing import MemorySealing
from tests.fakes.trail import MemoryTrail
from tests.fakes.watching import watching

AUDITOR = Actor(ActorType.AUDITOR, "u-auditor", "Rui Auditor", "AUDITOR", session_id="s-auditor")
ADMIN = Actor(ActorType.ADMIN, "u-admin", "Eva Admin", "ADMIN")
CLERK = Actor(ActorType.FUNCIONARIO, "u-clerk", "Ana Clerk", "FUNCIONARIO", "Nampula", "Centro", "s-1")
_POOL = ThreadPoolExecutor(4)


@dataclass
class Console:
    """Time stands still for the search and goes on, slowly, for what is recorded."""

    trail: MemoryTrail = field(default_factory=MemoryTrail)
    sealing: MemorySealing = field(default_factory=MemorySealing)
    investigation: Investigation = field(default_factory=investigation)
    exporting: Exporting = field(default_factory=exporting)
    deep_searching: DeepSearching = field(default_factory=deep_searching)
    clock: ManualClock = field(default_factory=lambda: ManualClock(START + 10 * SETTLED_AFTER_MS))

    def __post_init__(self) -> None:
        self.trail.tokens.actors = {"auditor": AUDITOR, "admin": ADMIN, "clerk": CLERK}
        self.rows = MemoryRows(self.trail.events)
        self.watching = watching(self.trail.events, self.sealing, self.investigation, self.clock)
        self.recorder = self.trail.recorder()

    @property
    def app(self) -> FastAPI:
        search = Search(self.trail.events, self.rows, self.sealing.heads, self.clock, _POOL)
        examiner = Examiner(self.rows, self.sealing.leaves, self.clock)
        prover = Prover(self.sealing.log, self.sealing.heads, _POOL)
        around = observing(search, self.investigation.blocks)
        sources = Sources(
            search=search,
            rows=self.rows,
            examiner=examiner,
            prover=prover,
            clock=self.clock,
            investigation=self.investigation,
            exporting=self.exporting,
            deep_searching=self.deep_searching,
            observing=around,
            watching=self.watching,
        )
        return query_application(self.trail.trail(), sources, {})

    def record(self, *drafts: Draft) -> list[ReceiptedEvent]:
        """Each as an action of its own."""
        return [self.recorder.record([draft])[0] for draft in drafts]

    def seal(self, events: Sequence[ReceiptedEvent]) -> None:
        self.sealing.sealer().seal(events)

    @property
    def actions(self) -> list[tuple[str, str]]:
        """Action and outcome of everything recorded, in order."""
        return [(one.action, one.outcome.value) for one in self.trail.events.headers_in_order]
