"""Archive batches: line by line header, body and receipt verbatim (ndjson, gzip), named by start and content hash.

A line is a JSON object of three texts, `{"header": ..., "body": ..., "receipt": ...}`: header and body are the exact
canonical bytes as a JSON text, so that a reader hashes what was hashed.
"""

import gzip
import hashlib
import io
import json
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from lacre.model.event import MAXIMUM_BODY_BYTES, ReceiptedEvent
from lacre.model.header import MAXIMUM_BYTES as MAXIMUM_HEADER_BYTES

PREFIX = "batches/"
MAXIMUM_BYTES = 64 * 1024 * 1024
"""How large a batch may be, before and after compression."""

MAXIMUM_LINE_BYTES = 6 * (MAXIMUM_HEADER_BYTES + MAXIMUM_BODY_BYTES) + 4096
"""How long a line may be with its line feed: JSON writes a byte as six (\\u00xx) at worst, the rest is the receipt and
the names."""

_JSON = json.JSONEncoder()
_NAME = re.compile(r"batches/([0-9]{20})-([0-9a-f]{64})\.ndjson\.gz")


class BatchError(ValueError):
    """A batch object that is not what its name says, or not a batch at all."""


class Line(NamedTuple):
    """The three texts of one archived event, as bytes."""

    header: bytes
    body: bytes
    receipt: str


@dataclass(frozen=True)
class Batch:
    """An archive object's name and bytes."""

    name: str
    content: bytes


def encode_batch(start: int, events: Sequence[ReceiptedEvent]) -> Batch:
    """The batch whose first event takes the leaf `start`; equal events give equal bytes."""
    lines = "".join(_line(event) for event in events)
    # mtime 0 and no file name: the bytes depend on the events alone.
    content = gzip.compress(lines.encode(), compresslevel=6, mtime=0)
    return Batch(f"{PREFIX}{start:020d}-{hashlib.sha256(content).hexdigest()}.ndjson.gz", content)


def encoded_bytes(stored: ReceiptedEvent) -> int:
    """How many bytes an event takes in a batch, before compression."""
    return len(_line(stored).encode())


def fitting(events: Sequence[ReceiptedEvent], maximum_bytes: int = MAXIMUM_BYTES) -> int:
    """How many of the events, from the first on, a batch can hold: their lines stay below the bound."""
    total = 0
    for count, stored in enumerate(events):
        total += encoded_bytes(stored)
        if total >= maximum_bytes:
            return count
    return len(events)


def start_of(name: str) -> int:
    """The index of a batch's first leaf. Raises BatchError for a name that is none."""
    return int(_parsed(name)[0])


def is_batch_name(name: str) -> bool:
    return bool(_NAME.fullmatch(name))


def is_named_by(name: str, content: bytes) -> bool:
    """Whether a batch's name holds the hash of these bytes. Raises BatchError for a name that is none."""
    return hashlib.sha256(content).hexdigest() == _parsed(name)[1]


def decode_batch(name: str, content: bytes) -> Iterator[Line]:
    """The lines of a batch whose bytes have the hash of its name. Raises BatchError."""
    if not is_named_by(name, content):
        raise BatchError("the bytes are not those that the name was made of")
    return decode_lines(content)


def decode_lines(content: bytes) -> Iterator[Line]:
    """The lines of a batch's bytes, whatever its name. Raises BatchError, for a bad line when it is reached."""
    lines = io.BytesIO(_inflate(content))
    while line := lines.readline(MAXIMUM_LINE_BYTES):
        if not line.endswith(b"\n"):
            raise BatchError("a line is cut off, or longer than an event can be")
        yield _decode_line(line)


def _parsed(name: str) -> tuple[str, str]:
    found = _NAME.fullmatch(name)
    if not found:
        raise BatchError("not the name of a batch")
    return found[1], found[2]


def _inflate(content: bytes) -> bytes:
    inflater = zlib.decompressobj(wbits=31)
    try:
        lines = inflater.decompress(content, MAXIMUM_BYTES)
    except zlib.error:
        raise BatchError("the batch is not gzip") from None
    if not inflater.eof or inflater.unused_data:
        raise BatchError("the batch is cut off, too large, or has bytes after its gzip member")
    return lines


def _line(stored: ReceiptedEvent) -> str:
    return _encode_line(stored.event.header_bytes.decode(), stored.event.body_bytes.decode(), stored.receipt)


def _encode_line(header: str, body: str, receipt: str) -> str:
    # Three texts, each as json.dumps writes it: half the time that the object takes.
    return f'{{"header":{_JSON.encode(header)},"body":{_JSON.encode(body)},"receipt":{_JSON.encode(receipt)}}}\n'


def _decode_line(line: bytes) -> Line:
    try:
        fields = json.loads(line)
        header, body, receipt = fields["header"], fields["body"], fields["receipt"]
        # One line, one encoding: a key that stands twice, or an escape written otherwise, could be read in two ways.
        if _encode_line(header, body, receipt).encode() != line:
            raise BatchError("written otherwise")
        return Line(header.encode(), body.encode(), receipt.encode("ascii").decode())
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise BatchError("a line is not header, body and receipt as batches write them") from None
