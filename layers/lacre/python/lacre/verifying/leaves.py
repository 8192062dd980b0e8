"""One archived event: whether header, body and receipt belong together and are what an event is."""

import re
import struct
from binascii import a2b_base64
from typing import NamedTuple

from lacre.model import canonical
from lacre.model.event import MAXIMUM_BODY_BYTES, Body, checksum
from lacre.model.header import Header
from lacre.tlog.batch import Line
from lacre.tlog.hashing import leaf_hash
from lacre.tlog.receipt import VERSION, ReceiptError, claimed_receipt, read_receipt
from lacre.verifying.headers import Named, read_header

# The 233 bytes of a receipt (`lacre.tlog.receipt`) in base64url: the last letter has two bits to spare, which are 0.
_FORM = re.compile(r"[A-Za-z0-9_-]{310}[AEIMQUYcgkosw048]")
_PROMISE = struct.Struct(">B16s32sQQ")
_PROMISE_LETTERS = 88


class Leaf(NamedTuple):
    """A leaf as the stored bytes give it; id and time (ms since 1970) are absent where the header is none."""

    hash: bytes
    event_id: str | None = None
    recorded_at: int | None = None
    faults: tuple[str, ...] = ()


def check_leaf(line: Line, receipt_key: bytes | None, *, deep: bool) -> Leaf:
    """Hash a line's header and look for faults in the line. Without a receipt key, receipts are not authenticated."""
    hashed = leaf_hash(line.header)
    header = read_header(line.header)
    if header is None or (deep and not _is_header(line.header)):
        return Leaf(hashed, faults=("the header is not the canonical encoding of a header",))
    body = _body_faults(line.body, header.checksum, deep=deep)
    receipt = _receipt_faults(line.receipt, header, hashed, receipt_key)
    return Leaf(hashed, header.id, header.recorded_at, body + receipt)


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


def _receipt_faults(text: str, header: Named, leaf: bytes, key: bytes | None) -> tuple[str, ...]:
    if key is None and _claims(text, header, leaf):
        return ()
    try:
        receipt = claimed_receipt(text) if key is None else read_receipt(text, key)
    except ReceiptError as error:
        return (str(error),)
    if receipt.event_id != header.id or receipt.recorded_at != header.recorded_at:
        return ("the receipt is that of another event",)
    if receipt.leaf_hash != leaf:
        return ("the receipt was given for another leaf: the header is not the one that was recorded",)
    return ()


def _claims(text: str, header: Named, leaf: bytes) -> bool:
    """Whether an unauthenticated receipt is in order. It only saves time: what is not is read again, to say why."""
    if not _FORM.fullmatch(text):
        return False
    raw = a2b_base64(text[:_PROMISE_LETTERS].replace("-", "+").replace("_", "/"))
    version, event_id, promised, recorded_at, sealed_by = _PROMISE.unpack_from(raw)
    claimed = (version, event_id, promised, recorded_at)
    return claimed == (VERSION, id_bytes(header.id), leaf, header.recorded_at) and bool(sealed_by >= recorded_at)
