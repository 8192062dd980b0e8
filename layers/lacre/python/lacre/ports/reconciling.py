"""What reconciliation needs: what it keeps between runs, the table as a whole, and the function that seals."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from lacre.model.header import Header

MOST_FED = 1_000
"""How many ids the function that seals takes in one call."""


class Kind(StrEnum):
    """What is kept: how far each walk came, and what each producer numbered."""

    RECONCILIATION = "RECONCILIATION"
    PRODUCER = "PRODUCER"


@dataclass(frozen=True)
class Kept:
    """A text that outlives a run, empty at first; `version` changes with every replacement."""

    kind: Kind
    name: str
    text: str = ""
    version: int = 0


class Bookmarks(Protocol):
    """Each of its methods raises StoreUnavailableError."""

    def read(self, kind: Kind, name: str) -> Kept:
        """By a consistent read."""
        ...

    def replace(self, old: Kept, text: str) -> Kept | None:
        """Replace what is kept if it is still `old` (by its version); None if another run was faster."""
        ...


class KeptState(Bookmarks, Protocol):
    """Likewise."""

    def all_of(self, kind: Kind) -> Iterator[Kept]:
        """All that is kept of a kind, by name."""
        ...


@dataclass(frozen=True)
class ScannedRow:
    """A row of the events table: its header, None if it holds none or that of another id.

    `misplaced` is None if the attributes that the indexes are made of are those of the header, else what they are
    instead, as a text that tells one forgery from another.
    """

    event_id: str
    header: Header | None
    misplaced: str | None = None


@dataclass(frozen=True)
class ScannedPage:
    """Some rows in the table's own order; `after` is the id to go on from, None at the end."""

    rows: Sequence[ScannedRow]
    after: str | None


class WholeTable(Protocol):
    def page(self, after: str | None, limit: int) -> ScannedPage:
        """At most `limit` rows after the row of an id, by consistent reads. Raises StoreUnavailableError."""
        ...


@dataclass(frozen=True)
class Fed:
    """What became of ids handed to the sealer: how many it sealed, which have no row, and which row no event."""

    sealed: int
    absent: Sequence[str]
    unreadable: Sequence[str]


class Feeder(Protocol):
    def feed(self, event_ids: Sequence[str]) -> Fed:
        """Have the rows of at most MOST_FED ids sealed, and wait for it. Raises StoreUnavailableError."""
        ...
