"""Whether a stored row still is what was sealed."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from lacre.model import moment
from lacre.model.canonical import NotCanonicalError
from lacre.model.event import checksum
from lacre.model.header import Header
from lacre.ports.ambient import Clock
from lacre.ports.rows import RowReader, StoredRow
from lacre.ports.sealing import LeafIndex, SealedLeaf
from lacre.tlog.hashing import leaf_hash
from lacre.tlog.receipt import ReceiptError, claimed_receipt


class Integrity(StrEnum):
    VERIFIED = "VERIFIED"
    CHANGED = "CHANGED"
    NOT_SEALED_YET = "NOT_SEALED_YET"


@dataclass(frozen=True)
class Evidence:
    """What is known of one event. `row` is None when it was removed, `header` when the row holds none.

    `changes` say, in sentences, in what the row is no longer what was recorded; `is_overdue`: not sealed, although
    its receipt promised that it would be by now.
    """

    event_id: str
    row: StoredRow | None
    header: Header | None
    leaf: SealedLeaf | None
    changes: tuple[str, ...]
    is_overdue: bool

    @property
    def integrity(self) -> Integrity:
        if self.changes:
            return Integrity.CHANGED
        return Integrity.VERIFIED if self.leaf else Integrity.NOT_SEALED_YET


@dataclass(frozen=True)
class Examiner:
    """Compares rows with their leaves."""

    rows: RowReader
    leaves: LeafIndex
    clock: Clock

    def examine(self, event_id: str) -> Evidence | None:
        """None for an event that neither table nor log knows. Raises StoreUnavailableError."""
        row = self.rows.rows([event_id]).get(event_id)
        leaf = self.leaves.sealed([event_id]).get(event_id)
        if row is None and leaf is None:
            return None
        header = decoded(row.header) if row else None
        is_overdue = leaf is None and row is not None and _sealed_by(row) < self.clock.now()
        return Evidence(event_id, row, header, leaf, tuple(_changes(event_id, row, header, leaf)), is_overdue)


def decoded(text: str) -> Header | None:
    """The header that a row's text holds, if it holds one."""
    try:
        return Header.decode(text.encode())
    except NotCanonicalError:
        return None


def is_body_bound(row: StoredRow, header: Header | None) -> bool:
    """Whether the body is the one whose checksum the header carries."""
    return header is not None and checksum(row.body.encode()) == header.checksum


def _changes(event_id: str, row: StoredRow | None, header: Header | None, leaf: SealedLeaf | None) -> Iterator[str]:
    if row is None:
        yield "The row was removed from the table; the log still holds its leaf."
        return
    hashed = leaf_hash(row.header.encode())
    if leaf is not None and leaf.leaf_hash != hashed:
        yield "The header is not the one that was sealed."
    if header is None:
        yield "The header is no longer an event's header."
    elif header.id != event_id:
        yield "The header is that of another event."
    if header is not None and not is_body_bound(row, header):
        yield "The body is not the one that the header was sealed with."
    if not _is_receipt_of(row, event_id, hashed):
        yield "The receipt is not the one that was given for this header."


def _is_receipt_of(row: StoredRow, event_id: str, hashed: bytes) -> bool:
    try:
        receipt = claimed_receipt(row.receipt)
    except ReceiptError:
        return False
    return (receipt.event_id, receipt.leaf_hash) == (event_id, hashed)


def _sealed_by(row: StoredRow) -> int:
    """The promise of the row's receipt; of a receipt that is none, no moment at all: it is a change by itself."""
    try:
        return claimed_receipt(row.receipt).sealed_by
    except ReceiptError:
        return moment.to_milliseconds("9999-12-31T23:59:59.999Z")
