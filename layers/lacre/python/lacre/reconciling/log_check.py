"""Log against table: whether each sealed event still has its row, and its row in the leaf index, as they were."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from lacre.archive_reading.following import Leaf
from lacre.ports.rows import RowReader, StoredRow
from lacre.ports.sealing import LeafIndex, SealedLeaf
from lacre.reconciling.tally import Tally
from lacre.tlog.hashing import leaf_hash

ROW_REMOVED, ROW_CHANGED, ROW_UNREADABLE = "ROW_REMOVED", "ROW_CHANGED", "ROW_UNREADABLE"
INDEX_CHANGED = "INDEX_CHANGED"
MISSING = "missing"
"""The mark of an index row that is not there."""

_AT_ONCE = 100
"""Rows in memory at a time: a row has 69 KiB at most."""


@dataclass(frozen=True)
class LogCheck:
    rows: RowReader
    index: LeafIndex

    def check(self, leaves: Iterable[Leaf], tally: Tally) -> None:
        """Record each difference. Raises StoreUnavailableError, SignerUnavailableError."""
        remaining = iter(leaves)
        while chunk := list(islice(remaining, _AT_ONCE)):
            ids = [leaf.header.id for leaf in chunk]
            rows, indexed = self.rows.rows(ids), self.index.sealed(ids)
            for event_id, what, mark in _differences(chunk, rows, indexed):
                tally.found(event_id, what, mark)


def _differences(
    leaves: Sequence[Leaf], rows: Mapping[str, StoredRow], indexed: Mapping[str, SealedLeaf]
) -> Iterator[tuple[str, str, str]]:
    """Event id, what happened, and a mark: what stands there now."""
    for leaf in leaves:
        event_id = leaf.header.id
        row, entry = rows.get(event_id), indexed.get(event_id)
        if row is None:
            yield event_id, ROW_REMOVED, "sealed"
        elif not _is_of(row, leaf):
            yield event_id, ROW_CHANGED, _digest(row)
        if entry is None:
            yield event_id, INDEX_CHANGED, MISSING
        elif entry != SealedLeaf(event_id, leaf.index, leaf_hash(leaf.line.header)):
            yield event_id, INDEX_CHANGED, marked(entry)


def marked(entry: SealedLeaf) -> str:
    """What a row of the leaf index claims, as a finding's mark."""
    return f"{entry.index} {entry.leaf_hash.hex()}"


def _is_of(row: StoredRow, leaf: Leaf) -> bool:
    line = leaf.line
    return (row.header.encode(), row.body.encode(), row.receipt) == (line.header, line.body, line.receipt)


def _digest(row: StoredRow) -> str:
    return hashlib.sha256(json.dumps([row.header, row.body, row.receipt]).encode()).hexdigest()
