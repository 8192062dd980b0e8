"""One archived event: whether header, body and receipt belong together and are what an event is."""

import json
from dataclasses import dataclass

from lacre.model import canonical, moment
from lacre.model.event import MAXIMUM_BODY_BYTES, Body, checksum
from lacre.model.header import Header
from lacre.model.identifier import is_uuid
from lacre.tlog.batch import Line
from lacre.tlog.hashing import leaf_hash
from lacre.tlog.receipt import Receipt, ReceiptError, claimed_receipt, read_receipt


@dataclass(frozen=True)
class Leaf:
    """A leaf as the stored bytes give it; id and time (ms since 1970) are absent where the header is none."""

    hash: bytes
    event_id: str | None = None
    recorded_at: int | None = None
    faults: tuple[str, ...] = ()


def check_leaf(line: Line, receipt_key: bytes | None, *, deep: bool) -> Leaf:
    """Hash a line's header and look for faults in the line. Without a receipt key, receipts are not authenticated."""
    hashed = leaf_hash(line.header)
    try:
        header = Header.decode(line.header)
        recorded_at = moment.to_milliseconds(header.recorded_at)
        # An absent field and a null one would be two encodings of one event.
        is_header = is_uuid(header.id) and json.loads(line.header).keys() == Header.__dataclass_fields__.keys()
    except (ValueError, TypeError, AttributeError, RecursionError):
        is_header = False
    if not is_header:
        return Leaf(hashed, faults=("the header is not the canonical encoding of a header",))
    body = _body_faults(line.body, header.checksum, deep=deep)
    receipt = _receipt_faults(line.receipt, Receipt(header.id, hashed, recorded_at, recorded_at), receipt_key)
    return Leaf(hashed, header.id, recorded_at, (*body, *receipt))


def _body_faults(body: bytes, expected: str, *, deep: bool) -> list[str]:
    if checksum(body) != expected:
        return ["the body is not the one that the header's checksum binds"]
    if not deep:
        return []
    try:
        fields = dict(canonical.decode(body))
    except (ValueError, RecursionError):
        return ["the body is not the canonical encoding of a body"]
    if fields.keys() != Body.__dataclass_fields__.keys() or len(body) > MAXIMUM_BODY_BYTES:
        return ["the body does not have the fields or the size of one"]
    return []


def _receipt_faults(text: str, promise: Receipt, key: bytes | None) -> list[str]:
    try:
        receipt = claimed_receipt(text) if key is None else read_receipt(text, key)
    except ReceiptError as error:
        return [str(error)]
    if receipt.event_id != promise.event_id or receipt.recorded_at != promise.recorded_at:
        return ["the receipt is that of another event"]
    if receipt.leaf_hash != promise.leaf_hash:
        return ["the receipt was given for another leaf: the header is not the one that was recorded"]
    return []
