"""One archived event: whether header, body and receipt belong together and are what an event is."""

from collections.abc import Sequence
from typing import NamedTuple

from lacre.model import canonical
from lacre.model.event import MAXIMUM_BODY_BYTES, Body, checksum
from lacre.model.header import Header
from lacre.tlog.batch import Line
from lacre.tlog.hashing import leaf_hash
from lacre.tlog.receipt import (
    Receipt,
    ReceiptError,
    UnknownReceiptKeyError,
    claimed_receipt,
    is_claimed,
    read_receipt,
)
from lacre.verifying.headers import Named, read_header


class Leaf(NamedTuple):
    """A leaf as the stored bytes give it; id and time (ms since 1970) are absent where the header is none."""

    hash: bytes
    event_id: str | None = None
    recorded_at: int | None = None
    faults: tuple[str, ...] = ()
    has_unknown_receipt: bool = False
    """Its receipt claims what it should, and no receipt key that was given delegated it."""


def check_leaf(line: Line, receipt_keys: Sequence[bytes], *, deep: bool) -> Leaf:
    """Hash a line's header and look for faults in the line. Without receipt keys, receipts are not authenticated."""
    hashed = leaf_hash(line.header)
    header = read_header(line.header)
    if header is None or (deep and not _is_header(line.header)):
        return Leaf(hashed, faults=("the header is not the canonical encoding of a header",))
    body = _body_faults(line.body, header.checksum, deep=deep)
    receipt, is_unknown = _receipt_faults(line.receipt, header, hashed, receipt_keys)
    return Leaf(hashed, header.id, header.recorded_at, body + receipt, is_unknown)


def id_bytes(event_id: str) -> bytes:
    """The 16 bytes of a UUID in its canonical form."""
    return bytes.fromhex(event_id.replace("-", ""))


def _is_header(stored: bytes) -> bool:
    try:
        Header.decode(stored)
    except (ValueError, RecursionError):
        return False
    return True


def _body_faults(body: bytes, expected: str, *, deep: bool) -> tuple[str, ...]:
    if checksum(body) != expected:
        return ("the body is not the one that the header's checksum binds",)
    if not deep:
        return ()
    try:
        fields = dict(canonical.decode(body))
    except (ValueError, RecursionError):
        return ("the body is not the canonical encoding of a body",)
    if fields.keys() != Body.__dataclass_fields__.keys() or len(body) > MAXIMUM_BODY_BYTES:
        return ("the body does not have the fields or the size of one",)
    return ()


def _receipt_faults(text: str, header: Named, leaf: bytes, keys: Sequence[bytes]) -> tuple[tuple[str, ...], bool]:
    """What is wrong with the receipt, and whether it is of a receipt key that was not given."""
    if not keys:
        return _claim_faults(text, header, leaf), False
    try:
        return _promise_faults(read_receipt(text, *keys), header, leaf), False
    except UnknownReceiptKeyError:
        faults = _claim_faults(text, header, leaf)
        return faults, not faults
    except ReceiptError as error:
        return (str(error),), False


def _claim_faults(text: str, header: Named, leaf: bytes) -> tuple[str, ...]:
    if text.isascii() and is_claimed(text.encode(), id_bytes(header.id), leaf, header.recorded_at):
        return ()
    try:
        return _promise_faults(claimed_receipt(text), header, leaf)
    except ReceiptError as error:
        return (str(error),)


def _promise_faults(receipt: Receipt, header: Named, leaf: bytes) -> tuple[str, ...]:
    if receipt.event_id != header.id or receipt.recorded_at != header.recorded_at:
        return ("the receipt is that of another event",)
    if receipt.leaf_hash != leaf:
        return ("the receipt was given for another leaf: the header is not the one that was recorded",)
    return ()
