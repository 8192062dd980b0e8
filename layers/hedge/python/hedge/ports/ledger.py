"""Where ledger entries are kept, two for each settlement, never changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from hedge.model.ledger import LedgerEntry
from lacre.ports.events import StateWrite


@dataclass(frozen=True)
class LinesPage:
    """Entries as the lines that `LedgerEntry.line` made, in order; `next` is the position to list from, or None."""

    lines: Sequence[bytes]
    next: str | None


class Ledger(Protocol):
    def adding(self, entries: Sequence[LedgerEntry]) -> Sequence[StateWrite]:
        """The writes that record a settlement's two entries, on condition that neither its contract nor its event has
        any.

        Raises ValueError unless they are two of one settlement whose ids are next to each other (`entry_ids`).
        """
        ...

    def of_contract(self, contract_id: str) -> Sequence[LedgerEntry]:
        """A contract's two entries by id, or none, by a consistent read. Raises StoreUnavailableError."""
        ...

    def of_event(self, source_event_id: str) -> Sequence[LedgerEntry]:
        """A source event's two entries by id, or none, by a consistent read. Raises StoreUnavailableError."""
        ...

    def within(self, start: date | None, end: date | None, after: str | None, limit: int) -> LinesPage:
        """Entries from one cashflow date to another, both inclusive, by (cashflow date, id).

        Every entry that was committed before the call is in its place, once; one that is committed during the call is
        there with the other of its settlement, or neither is, but for the two ends of the page. A position stays good
        for ever; what is added later before it is not seen from it on. Raises BadPositionError, StoreUnavailableError.
        """
        ...
