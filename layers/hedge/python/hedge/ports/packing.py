"""How the ledger is stored: fresh rows, pages of packed lines, and the directory of the pages.

A position is a row's or a line's place in the ledger, `<cashflow date>#<entry id>`; positions sort as texts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

Lines = Sequence[bytes]
"""Lines in order, each once."""


@dataclass(frozen=True)
class FreshRow:
    """The two lines of one settlement, next to each other in the ledger; `position` is that of the first."""

    position: str
    lines: tuple[bytes, ...]


@dataclass(frozen=True)
class PageEntry:
    """What the directory says of a page: the positions of its first line and of its last, and how many it has."""

    id: str
    first: str
    last: str
    count: int


@dataclass(frozen=True)
class Directory:
    """All pages, in order and disjoint: the last line of each is before the first of the next. Version 0 is none."""

    version: int = 0
    pages: tuple[PageEntry, ...] = ()


class PackedLedger(Protocol):
    """Every read is consistent, and every method raises StoreUnavailableError."""

    def fresh(self, low: str, high: str, limit: int) -> Sequence[FreshRow]:
        """The first rows in order whose position is at least `low` and below `high`."""
        ...

    def directory(self) -> Directory: ...

    def pages(self, page_ids: Sequence[str]) -> Mapping[str, Lines]:
        """Those of the pages that there are."""
        ...

    def replace(self, before: Directory, after: Directory, made: Mapping[str, Lines]) -> None:
        """Put a directory in the place of the one before, with the pages that it adds and without those that it drops.

        All or nothing. Raises StateConflictError if the directory is not the one before any more or a page's id is
        taken, and OutcomeUnknownError.
        """
        ...

    def forget(self, positions: Sequence[str]) -> None:
        """Delete fresh rows; those that are gone already count as deleted."""
        ...
