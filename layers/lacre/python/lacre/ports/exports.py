"""Exports: jobs that people ask for, the queue that they are worked off from, and the files that become of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Protocol, TypeVar

from lacre.model import moment
from lacre.model.canonical import JsonObject
from lacre.model.draft import Reason
from lacre.model.filters import Selection
from lacre.model.redaction import screened
from lacre.ports.events import StateWrite
from lacre.ports.paging import Page

J = TypeVar("J")


class ExportFormat(StrEnum):
    CSV = "csv"
    PDF = "pdf"


class ExportLanguage(StrEnum):
    """What a document is written in; data have none."""

    PT = "pt"
    EN = "en"


class ExportState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class ExportFile(StrEnum):
    """What an export leaves: the rows, what is claimed of them, and the signed document."""

    DATA = "data"
    MANIFEST = "manifest"
    PDF = "pdf"


@dataclass(frozen=True)
class Progress:
    """How many leaves of the tree were looked at, and how many rows came of them."""

    leaves: int = 0
    rows: int = 0


@dataclass(frozen=True)
class Result:
    """`sha256` and `length` (bytes) are those of the data, as the manifest states them; `document_sha256` is that of
    the signed document, where there is one."""

    count: int
    sha256: str
    length: int
    files: tuple[ExportFile, ...]
    document_sha256: str | None = None


@dataclass(frozen=True)
class Asking:
    """Who asked, when, and by which event; what becomes of the export belongs to that event's correlation."""

    by: str
    name: str
    at: str
    event_id: str
    correlation_id: str


@dataclass(frozen=True)
class Wanted:
    """What is asked for."""

    selection: Selection
    format: ExportFormat = ExportFormat.CSV
    language: ExportLanguage = ExportLanguage.PT


@dataclass(frozen=True)
class Job:
    """One export. Moments are UTC with milliseconds. `tree_size` is 0 until it is taken up for the first time, at
    `begun_at`.

    `attempts` counts how often it was taken up; after `expires_at` neither the job nor its files are there.
    """

    id: str
    asking: Asking
    wanted: Wanted
    expires_at: str
    state: ExportState = ExportState.QUEUED
    attempts: int = 0
    tree_size: int = 0
    begun_at: str | None = None
    progress: Progress = field(default_factory=Progress)
    result: Result | None = None
    error: Reason | None = None
    ended_at: str | None = None
    version: int = 1

    @property
    def is_ended(self) -> bool:
        return self.state in (ExportState.DONE, ExportState.FAILED)

    def is_expired(self, now: int) -> bool:
        """Whether its files are gone at `now` (ms)."""
        return moment.to_milliseconds(self.expires_at) <= now

    def taken_up(self, tree_size: int, at: str) -> "Job":
        """Once more, of the tree and the time that it was first taken up with: the same files, whoever writes them."""
        return replace(
            self,
            state=ExportState.RUNNING,
            attempts=self.attempts + 1,
            tree_size=self.tree_size or tree_size,
            begun_at=self.begun_at or at,
            version=self.version + 1,
        )

    def done(self, result: Result, at: str) -> "Job":
        ended = replace(self, state=ExportState.DONE, ended_at=at, version=self.version + 1)
        return replace(ended, result=result, progress=Progress(self.tree_size, result.count))

    def failed(self, error: Reason, at: str) -> "Job":
        return replace(self, state=ExportState.FAILED, ended_at=at, error=error, version=self.version + 1)

    def shown(self) -> JsonObject:
        """The job as the log shows it: of its filters what may be kept."""
        conditions = self.wanted.selection.as_object()
        given = {name: value for name, value in conditions.items() if value not in (None, False)}
        result = self.result
        return {
            "format": self.wanted.format.value,
            "filters": {name: screened(value) if isinstance(value, str) else value for name, value in given.items()},
            "asked_by": self.asking.by,
            "asked_at": self.asking.at,
            "state": self.state.value,
            "attempts": self.attempts,
            "tree_size": self.tree_size or None,
            "count": result.count if result else None,
            "sha256": result.sha256 if result else None,
            "document_sha256": result.document_sha256 if result else None,
            "error": self.error.code if self.error else None,
            "expires_at": self.expires_at,
            "version": self.version,
        }


@dataclass(frozen=True)
class Places:
    """The jobs of a kind that had not ended when a person asked for the last of them, that one included.

    `version` is 0 for who never asked for one.
    """

    by: str
    job_ids: tuple[str, ...] = ()
    version: int = 0


class Jobs(Protocol[J]):
    """Jobs of one kind. All raise StoreUnavailableError."""

    def find(self, job_id: str, /) -> J | None:
        """By a consistent read."""
        ...

    def asked(self, by: str | None, after: str | None, limit: int) -> Page[J]:
        """Those that a person asked for, or of everybody; the newest first. Raises BadPositionError."""
        ...

    def adding(self, job: J, /) -> StateWrite:
        """The write that makes one, on condition that its id is free."""
        ...

    def places(self, by: str) -> Places:
        """Of a person, by a consistent read."""
        ...

    def taking(self, places: Places, job: J, /) -> StateWrite:
        """The write that adds a job of theirs to these, on condition that the person has not asked since."""
        ...

    def replacing(self, job: J, version: int, /) -> StateWrite:
        """The write that changes one, on condition that it still has this version."""
        ...

    def replace(self, job: J, version: int, /) -> bool:
        """The same at once, and without an event: for what nobody but the function itself acts on. False if it has
        another version by now."""
        ...


class Exports(Jobs[Job], Protocol):
    """All raise StoreUnavailableError."""

    def tell(self, job_id: str, progress: Progress) -> None:
        """Note how far a running one is; nothing if it is not running any more."""
        ...


class ExportQueue(Protocol):
    def put(self, job_id: str) -> None:
        """Have a job worked off, at least once; it need not be there yet. Raises StoreUnavailableError."""
        ...


class ExportFiles(Protocol):
    """The files of a job, under names that its id and the kind of file give. All raise StoreUnavailableError."""

    def write(self, job_id: str, file: ExportFile, chunks: Iterable[bytes]) -> None:
        """Write a file as its pieces come; it is there, whole, when this returns, and not at all if a piece raises.

        Holds a few megabytes. Written again, it is replaced.
        """
        ...

    def link(self, job_id: str, file: ExportFile, seconds: int) -> str:
        """An address that gives the file to whoever has it, for so long."""
        ...
