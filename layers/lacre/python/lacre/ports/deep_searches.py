"""Deep searches: jobs that people ask for, what the compacted archive gives to them, and pages of what was found."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from lacre.model import moment
from lacre.model.canonical import JsonObject
from lacre.model.draft import Reason
from lacre.model.filters import Selection
from lacre.model.header import Header
from lacre.model.redaction import screened
from lacre.ports.exports import Asking, ExportState, Jobs

PAGE_EVENTS = 200
"""Events in each page but the last."""


@dataclass(frozen=True)
class Found:
    """`count` events were found among `looked_at` that the archive's SQL gave, of `scanned_bytes` that it read.

    `until` is when the last leaf that was searched was recorded. `since` is set where the SQL gave more than is looked
    at: what was recorded before that moment, or within its millisecond, may be missing.
    """

    count: int
    looked_at: int
    scanned_bytes: int
    until: str
    since: str | None = None


@dataclass(frozen=True)
class DeepSearch:
    """One deep search. Moments are UTC with milliseconds. `tree_size` is how many leaves of the log it searches, 0
    until it is taken up for the first time.

    `attempts` counts how often it was taken up; after `expires_at` neither the job nor what it found is there.
    """

    id: str
    asking: Asking
    selection: Selection
    expires_at: str
    state: ExportState = ExportState.QUEUED
    attempts: int = 0
    tree_size: int = 0
    found: Found | None = None
    error: Reason | None = None
    ended_at: str | None = None
    version: int = 1

    @property
    def is_ended(self) -> bool:
        return self.state in (ExportState.DONE, ExportState.FAILED)

    def is_expired(self, now: int) -> bool:
        """Whether its pages are gone at `now` (ms)."""
        return moment.to_milliseconds(self.expires_at) <= now

    def taken_up(self, tree_size: int, _at: str) -> "DeepSearch":
        """Once more, of the leaves that it was first taken up with: the same events, whoever searches."""
        return replace(
            self,
            state=ExportState.RUNNING,
            attempts=self.attempts + 1,
            tree_size=self.tree_size or tree_size,
            version=self.version + 1,
        )

    def done(self, found: Found, at: str) -> "DeepSearch":
        return replace(self, state=ExportState.DONE, ended_at=at, found=found, version=self.version + 1)

    def failed(self, error: Reason, at: str) -> "DeepSearch":
        return replace(self, state=ExportState.FAILED, ended_at=at, error=error, version=self.version + 1)

    def shown(self) -> JsonObject:
        """The job as the log shows it: of its filters what may be kept."""
        given = {name: value for name, value in self.selection.as_object().items() if value not in (None, False)}
        found = self.found
        return {
            "filters": {name: screened(value) if isinstance(value, str) else value for name, value in given.items()},
            "asked_by": self.asking.by,
            "asked_at": self.asking.at,
            "state": self.state.value,
            "attempts": self.attempts,
            "tree_size": self.tree_size or None,
            "count": found.count if found else None,
            "until": found.until if found else None,
            "since": found.since if found else None,
            "scanned_bytes": found.scanned_bytes if found else None,
            "error": self.error.code if self.error else None,
            "expires_at": self.expires_at,
            "version": self.version,
        }


class DeepSearches(Jobs[DeepSearch], Protocol):
    """All raise StoreUnavailableError."""


class FoundPages(Protocol):
    """Headers of what was found, PAGE_EVENTS a page, in the order of time. Both raise StoreUnavailableError."""

    def write(self, search_id: str, page: int, headers: Sequence[Header]) -> None:
        """Write a page; written again, it is replaced."""
        ...

    def read(self, search_id: str, page: int) -> Sequence[Header]:
        """A page that was written."""
        ...


@dataclass(frozen=True)
class Sighting:
    """An event that a file of compaction has, as the file claims it."""

    event_id: str
    leaf: int


@dataclass(frozen=True)
class Sightings:
    """The newest first."""

    rows: Sequence[Sighting]
    scanned_bytes: int


class ArchiveQueryError(Exception):
    """The query ended without an answer, and would again."""


class TooSlowError(ArchiveQueryError):
    """It took longer than the function lives, and was stopped."""


class TooMuchError(ArchiveQueryError):
    """It would have read more than a query may."""


class CompactedArchive(Protocol):
    def sightings(self, search_id: str, selection: Selection, leaves: int, most: int) -> Sightings:
        """The newest `most` events among the first `leaves` that a selection may find: all that it finds, and perhaps
        others. Asked twice for one search, it gives the same.

        Raises DamagedLogError for a line that names no event of so many leaves, ArchiveQueryError,
        StoreUnavailableError.
        """
        ...
