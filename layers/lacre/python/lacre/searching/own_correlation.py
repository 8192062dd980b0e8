"""The correlation index, and the event that is its own correlation: that one is found by its id."""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

from lacre.model.canonical import NotCanonicalError
from lacre.model.header import Header
from lacre.ports.events import Index, Slice
from lacre.ports.rows import Entry, HeaderIndex, RowReader, entry_position


@dataclass(frozen=True)
class OwnCorrelationIndex:
    """`HeaderIndex` over another one; only slices of the correlation index differ."""

    index: HeaderIndex
    rows: RowReader

    def headers(self, wanted: Slice, *, ascending: bool, limit: int) -> Sequence[Entry]:
        found = self.index.headers(wanted, ascending=ascending, limit=limit)
        if wanted.index is not Index.CORRELATION:
            return found
        own = [one for one in self._own(wanted.key) if wanted.low < entry_position(one) < wanted.high]
        return list(heapq.merge(found, own, key=entry_position, reverse=not ascending))[:limit]

    def _own(self, correlation_id: str) -> Sequence[Header]:
        row = self.rows.rows([correlation_id]).get(correlation_id)
        try:
            return [Header.decode(row.header.encode())] if row else []
        except NotCanonicalError:
            # Without its header nobody can tell when it was recorded, nor that it belongs here: the time index
            # lists it as unreadable, and so does its detail.
            return []
