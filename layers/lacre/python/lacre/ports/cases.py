"""Cases: alerts under one investigation."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

from lacre.model.canonical import JsonObject
from lacre.ports.events import StateWrite
from lacre.ports.notes import Note
from lacre.ports.paging import Page


class CaseState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True)
class Case:
    """`owner` and `opened_by` are users' ids, moments UTC with milliseconds."""

    id: str
    title: str
    opened_at: str
    opened_by: str
    owner: str
    alert_ids: tuple[str, ...]
    notes: tuple[Note, ...] = ()
    state: CaseState = CaseState.OPEN
    closed_at: str | None = None
    version: int = 1

    def noted(self, note: Note) -> "Case":
        """The next version, with this note as its last."""
        return replace(self, notes=(*self.notes, note), version=self.version + 1)

    def shown(self) -> JsonObject:
        """The case as the log shows it; of its notes how many there are."""
        return {
            "title": self.title,
            "state": self.state.value,
            "owner": self.owner,
            "opened_by": self.opened_by,
            "opened_at": self.opened_at,
            "closed_at": self.closed_at,
            "alert_ids": list(self.alert_ids),
            "note_count": len(self.notes),
            "version": self.version,
        }


class Cases(Protocol):
    def find(self, case_id: str) -> Case | None:
        """By a consistent read. Raises StoreUnavailableError."""
        ...

    def of_state(self, state: CaseState, after: str | None, limit: int) -> Page[Case]:
        """Those of a state, the newest first. A page can be short and yet have a next.

        Raises BadPositionError, StoreUnavailableError.
        """
        ...

    def adding(self, case: Case) -> StateWrite:
        """The write that makes one, on condition that its id is free."""
        ...

    def replacing(self, case: Case, version: int) -> StateWrite:
        """The write that changes one, on condition that it still has this version."""
        ...
