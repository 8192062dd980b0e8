"""An export function in memory: a log, the jobs on it, and what becomes of them."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from aws_lambda_powertools import Logger

from functions.export.writing import Writing
from lacre.exporting.ask_export import AskExport
from lacre.exporting.endings import ENDINGS
from lacre.exporting.found_events import FoundEvents
from lacre.exporting.manifest import Manifest
from lacre.exporting.work_off import WorkOff
from lacre.exporting.write_csv import WriteCsv
from lacre.exporting.write_document import WriteDocument
from lacre.model.actor import Actor
from lacre.model.event import ReceiptedEvent
from lacre.model.filters import Selection
from lacre.model.vocabulary import ActorType
from lacre.ports.exports import ExportFile, ExportFormat, Job, Wanted
from tests.fakes.ambient import SeededEntropy
from tests.fakes.document_signer import document_signer
from tests.fakes.drafts import agent_created
from tests.fakes.exports import MemoryExportFiles, MemoryExportQueue, MemoryExports
from tests.fakes.rows import MemoryRows
from tests.fakes.sealing import MemorySealing
from tests.fakes.trail import MemoryTrail

RUI = Actor(ActorType.AUDITOR, "u-auditor", "Rui Auditor", "AUDITOR", session_id="s-auditor")
ASKED_BY_EVENT = "0194a000-0000-7000-8000-00000000000e"
_POOL = ThreadPoolExecutor(4)


@dataclass
class Working:
    """`pauses` are the seconds that were waited, one after the other."""

    trail: MemoryTrail = field(default_factory=MemoryTrail)
    sealing: MemorySealing = field(default_factory=MemorySealing)
    jobs: MemoryExports = field(default_factory=MemoryExports)
    queue: MemoryExportQueue = field(default_factory=MemoryExportQueue)
    files: MemoryExportFiles = field(default_factory=MemoryExportFiles)
    pauses: list[float] = field(default_factory=list)
    entropy: SeededEntropy = field(default_factory=SeededEntropy)

    def __post_init__(self) -> None:
        self.rows = MemoryRows(self.trail.events)
        self.recorder = self.trail.recorder()
        sealing = self.sealing
        self.found = FoundEvents(sealing.log, self.rows, sealing.archive, sealing.leaves, _POOL)
        write_csv = WriteCsv(self.found, self.files, self.jobs, self.trail.clock)
        write_document = WriteDocument(
            self.found, self.files, self.jobs, self.trail.clock, "Example Bank", document_signer(), None
        )
        logger = Logger(service="test")
        self.writing = Writing(sealing.archive, sealing.heads, self.found, write_csv, write_document, logger)
        self.work_off = WorkOff(
            *(self.jobs, ENDINGS, lambda: sealing.heads.read().published, self.writing),
            *(self.recorder, self.trail.clock, self.pauses.append),
        )

    def seal(self, count: int, batch: int = 50) -> Sequence[ReceiptedEvent]:
        """Record and seal so many events."""
        events = [self.recorder.record([agent_created(number)])[0] for number in range(count)]
        for first in range(0, count, batch):
            self.sealing.sealer().seal(events[first : first + batch])
        return events

    def ask(self, selection: Selection | None = None, form: ExportFormat = ExportFormat.CSV) -> Job:
        """A job that is committed, and whose message is in the queue."""
        ask_export = AskExport(self.jobs, self.queue, self.trail.clock, self.entropy)
        asked = ask_export(RUI, ASKED_BY_EVENT, ASKED_BY_EVENT, Wanted(selection or Selection(), form))
        self.recorder.record([agent_created(0)], asked.change.writes)
        return asked.job

    def data(self, job: Job) -> bytes:
        return self.files.objects[job.id, ExportFile.DATA]

    def manifest(self, job: Job) -> Manifest:
        return Manifest.decode(self.files.objects[job.id, ExportFile.MANIFEST])

    @property
    def told(self) -> list[tuple[str, str]]:
        """Outcome and entity of each event of an export that ended."""
        headers = self.trail.events.headers_in_order
        return [(one.outcome.value, one.entity_id) for one in headers if one.action == "EXPORT_AUDIT"]
