"""An export function over the adapters of AWS, but for the job and its event, which are in memory."""

import sys
import time
from concurrent.futures import Executor

from lacre.aws import clients
from lacre.aws.ambient import SystemClock
from lacre.aws.archive_bucket import ArchiveBucket
from lacre.aws.event_rows import EventRows
from lacre.aws.exports_bucket import ExportsBucket
from lacre.aws.public_log_bucket import PublicLogBucket
from lacre.exporting.ask_export import AskExport
from lacre.exporting.endings import ENDINGS
from lacre.exporting.found_events import FoundEvents
from lacre.exporting.sealed_tree import tree_of
from lacre.exporting.work_off import WorkOff
from lacre.exporting.write_csv import WriteCsv
from lacre.model.filters import Filters, Selection
from lacre.ports.exports import Job, Wanted
from lacre.ports.sealing import Head
from lacre.tlog.key_manifest import Generation
from lacre.wiring.gateway import spare_what_is_loaded
from tests.bench.generated_archive import KEY
from tests.fakes.ambient import SeededEntropy
from tests.fakes.crash import Steps
from tests.fakes.drafts import CLERK
from tests.fakes.exports import MemoryExportQueue, MemoryExports
from tests.fakes.sealing import MemoryHeads, MemoryLeaves
from tests.fakes.trail import MemoryTrail

EVENT_ID = "0194a000-0000-7000-8000-00000000000e"


def worked_off(size: int, action: str, pool: Executor) -> Job:
    """The job as it ended: of a tree of `size` leaves, the events of one action."""
    jobs, trail, clock = MemoryExports(), MemoryTrail(), SystemClock()
    heads = MemoryHeads(Steps(), Head(size=size, published=size, generations=(Generation(0, (KEY,)),)))
    s3 = clients.s3(patient=True)
    archive, rows = ArchiveBucket(s3, "archive"), EventRows(clients.dynamodb(patient=True), "events")
    found = FoundEvents(PublicLogBucket(s3, "log"), rows, archive, MemoryLeaves(Steps()), pool)
    write_csv = WriteCsv(found, ExportsBucket(s3, "exports"), jobs, clock)
    wanted = Wanted(Selection(Filters(action=action)))
    asked = AskExport(jobs, MemoryExportQueue(), clock, SeededEntropy())(CLERK, EVENT_ID, EVENT_ID, wanted).job
    jobs.rows[asked.id] = asked
    spare_what_is_loaded()
    work_off = WorkOff(
        *(jobs, ENDINGS, lambda: size, lambda job: write_csv(job, tree_of(job.tree_size, archive, heads))),
        *(trail.recorder(), clock, time.sleep),
    )
    ended = work_off(asked.id)
    return ended if ended is not None else sys.exit("the job was not found")
