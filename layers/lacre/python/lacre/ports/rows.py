"""Rows of the events table as they are, whether or not somebody changed them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from lacre.model.header import Header
from lacre.ports.events import Slice, position_of


@dataclass(frozen=True)
class StoredRow:
    """The texts of a row, unchecked; one that was taken away is empty."""

    event_id: str
    header: str
    body: str
    receipt: str


@dataclass(frozen=True)
class UnreadableRow:
    """A row whose header is no longer one, or no longer that of its key: it must neither stop a search nor vanish.

    To a search by the description so is one whose body is gone, or no longer that of its header.
    """

    id: str
    position: str

    @property
    def recorded_at(self) -> str:
        """As the position claims it."""
        return self.position.partition("#")[0]


Entry = Header | UnreadableRow


def entry_position(entry: Entry) -> str:
    return position_of(entry.recorded_at, entry.id) if isinstance(entry, Header) else entry.position


class RowReader(Protocol):
    def rows(self, event_ids: Sequence[str]) -> Mapping[str, StoredRow]:
        """Those of the rows that exist, by consistent reads. Raises StoreUnavailableError."""
        ...


class HeaderIndex(Protocol):
    """The indexes of the events table; a row that cannot be read is told of."""

    def headers(self, wanted: Slice, *, ascending: bool, limit: int) -> Sequence[Entry]:
        """At most `limit` entries of a slice in order of position; fewer mean that the slice holds no more.

        Raises StoreUnavailableError.
        """
        ...
