"""The append-only table of events."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from lacre.model.event import ReceiptedEvent

COMMITTED_WITHIN_MS = 10_000
"""How long after its recorded_at an event can still appear in the table."""


class StateWrite:
    """One conditional write of domain state, made by a domain's adapter and opaque to every use case."""


class EventAppender(Protocol):
    def append(self, events: Sequence[ReceiptedEvent], writes: Sequence[StateWrite] = ()) -> None:
        """Write the events, and the state they tell of, all or nothing.

        An event that is there already with the same bytes counts as written: a cut-off answer ends so.
        Within COMMITTED_WITHIN_MS of its begin it is written or it never will be: search relies on that. Raises
        DuplicateEventError, StateConflictError, StoreUnavailableError, OutcomeUnknownError.
        """
        ...

    def event(self, event_id: str) -> ReceiptedEvent | None:
        """By a consistent read. Raises StoreUnavailableError, NotCanonicalError for a row that is no event any more."""
        ...


class Index(StrEnum):
    """The indexes of the events table, narrowest use first."""

    CORRELATION = "by_correlation"
    ENTITY = "by_entity"
    ACTOR = "by_actor"
    CRITICAL = "by_critical"
    TIME = "by_time"


@dataclass(frozen=True)
class Slice:
    """A stretch of one index: positions (`position_of`) after `low` and before `high`, both exclusive."""

    index: Index
    key: str
    low: str
    high: str


def position_of(recorded_at: str, event_id: str) -> str:
    """The sort key of every index: recorded_at, with the id as tie-break."""
    return f"{recorded_at}#{event_id}"
