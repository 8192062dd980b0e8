"""The packed ledger in memory."""

import threading
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from hedge.ports.packing import Directory, FreshRow, Lines
from lacre.ports.errors import StateConflictError


@dataclass
class MemoryPackedLedger:
    """`hedge.ports.packing.PackedLedger`, for threads as well: each method but `forget` and `pages` is one moment.

    Like DynamoDB it may answer page by page, and delete row by row, with anything in between.
    """

    rows: dict[str, FreshRow] = field(default_factory=dict)
    put: Directory = field(default_factory=Directory)
    stored: dict[str, Lines] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock)

    def append(self, row: FreshRow) -> None:
        """What the transaction of a settlement does."""
        with self.lock:
            assert row.position not in self.rows
            self.rows[row.position] = row

    def fresh(self, low: str, high: str, limit: int) -> Sequence[FreshRow]:
        with self.lock:
            positions = sorted(self.rows)
            found = positions[bisect_left(positions, low) : bisect_left(positions, high)][:limit]
            return [self.rows[one] for one in found]

    def directory(self) -> Directory:
        with self.lock:
            return self.put

    def pages(self, page_ids: Sequence[str]) -> Mapping[str, Lines]:
        found: dict[str, Lines] = {}
        for page_id in page_ids:
            with self.lock:
                if page_id in self.stored:
                    found[page_id] = self.stored[page_id]
        return found

    def replace(self, before: Directory, after: Directory, made: Mapping[str, Lines]) -> None:
        with self.lock:
            if self.put.version != before.version or not self.stored.keys().isdisjoint(made):
                raise StateConflictError
            kept = {page.id for page in after.pages}
            assert not kept.difference({page.id for page in before.pages}, made)
            self.put = after
            self.stored.update(made)
            for page in before.pages:
                if page.id not in kept:
                    del self.stored[page.id]

    def forget(self, positions: Sequence[str]) -> None:
        for position in positions:
            with self.lock:
                self.rows.pop(position, None)
