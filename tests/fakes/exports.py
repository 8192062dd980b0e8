"""Exports in memory: jobs, their queue, and their files."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from functions.query.exporting import Exporting
from lacre.ports.errors import StoreUnavailableError
from lacre.ports.events import StateWrite
from lacre.ports.exports import ExportFile, ExportState, Job, Places, Progress
from lacre.ports.paging import Page
from tests.fakes.ambient import SeededEntropy
from tests.fakes.events import MemoryWrite
from tests.fakes.newest import newest
from tests.fakes.places import MemoryPlaces


@dataclass
class MemoryExports:
    """`lacre.ports.exports.Exports`."""

    rows: dict[str, Job] = field(default_factory=dict)
    taken: MemoryPlaces = field(default_factory=MemoryPlaces)

    def find(self, job_id: str) -> Job | None:
        return self.rows.get(job_id)

    def asked(self, by: str | None, after: str | None, limit: int) -> Page[Job]:
        of_asker = [one for one in self.rows.values() if by in (None, one.asking.by)]
        return newest(of_asker, by or "*", lambda one: f"{one.asking.at}#{one.id}", after, limit)

    def adding(self, job: Job) -> StateWrite:
        return MemoryWrite(lambda: job.id not in self.rows, lambda: self.rows.update({job.id: job}))

    def places(self, by: str) -> Places:
        return self.taken.places(by)

    def taking(self, places: Places, job: Job) -> StateWrite:
        return self.taken.taking(places, job.id)

    def replacing(self, job: Job, version: int) -> StateWrite:
        return MemoryWrite(lambda: self._has(job.id, version), lambda: self.rows.update({job.id: job}))

    def replace(self, job: Job, version: int) -> bool:
        if self._has(job.id, version):
            self.rows[job.id] = job
            return True
        return False

    def tell(self, job_id: str, progress: Progress) -> None:
        found = self.rows.get(job_id)
        if found is not None and found.state is ExportState.RUNNING:
            self.rows[job_id] = replace(found, progress=progress)

    def _has(self, job_id: str, version: int) -> bool:
        found = self.rows.get(job_id)
        return found is not None and found.version == version


@dataclass
class MemoryExportQueue:
    """`lacre.ports.exports.ExportQueue`; what was put stays."""

    job_ids: list[str] = field(default_factory=list)
    is_away: bool = False

    def put(self, job_id: str) -> None:
        if self.is_away:
            raise StoreUnavailableError("away")
        self.job_ids.append(job_id)


@dataclass
class MemoryExportFiles:
    """`lacre.ports.exports.ExportFiles`."""

    objects: dict[tuple[str, ExportFile], bytes] = field(default_factory=dict)

    def write(self, job_id: str, file: ExportFile, chunks: Iterable[bytes]) -> None:
        self.objects[job_id, file] = b"".join(chunks)

    def link(self, job_id: str, file: ExportFile, seconds: int) -> str:
        return f"https://files.example.com/{job_id}/{file.value}?valid={seconds}"


def exporting() -> Exporting:
    return Exporting(MemoryExports(), MemoryExportQueue(), MemoryExportFiles(), SeededEntropy(41))
