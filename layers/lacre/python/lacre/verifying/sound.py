"""Lines of a batch in which all is in order, checked in one look. It only saves time, of which it saves most.

Nearly every line of a log is such a line: its header and its receipt are in order, the body is the one that the header
binds, all of it is printable ASCII or a letter of Latin-1 (accents), which a line escapes, and no quote of the header
is escaped but those of its names and values. One expression says at once that such a line is written as batches write
it (`lacre.verifying.unpacking`) and that its header is canonical (`lacre.verifying.headers`). Of any other line nothing
is said here: it is read letter by letter, and what is wrong with it is found there (`lacre.verifying.leaves`).
"""

import re
from binascii import unhexlify

from lacre.model.event import checksum
from lacre.model.header import MAXIMUM_BYTES as MAXIMUM_HEADER_BYTES
from lacre.tlog.attachment import may_name_one
from lacre.tlog.batch import MAXIMUM_LINE_BYTES
from lacre.tlog.hashing import leaf_hash
from lacre.tlog.key_manifest import ACTION
from lacre.tlog.receipt import TEXT_LENGTH, is_claimed
from lacre.verifying.headers import header_expression, milliseconds

_ROTATED = ACTION.encode()
_PLAIN = r"[ !#-\[\]-~]*+"
"""Printable ASCII but quote and backslash: what stands for itself in a line and in a header."""

_ACCENT = r"\\u00[a-f][0-9a-f]"
_TEXT = f"{_PLAIN}(?:{_ACCENT}{_PLAIN})*+"
_QUOTE = r'\\"'
_LINE = re.compile(
    (
        rf'{{"header":"({header_expression(_QUOTE, _TEXT)})"'
        rf',"body":"({_PLAIN}(?:(?:{_QUOTE}|{_ACCENT}){_PLAIN})*+)"'
        rf',"receipt":"(.{{{TEXT_LENGTH}}})"}}\n'
    ).encode()
)
_ESCAPED = re.compile(_ACCENT.encode())
_LETTERS = {rf"\u{code:04x}".encode(): chr(code).encode() for code in range(0xA0, 0x100)}


def read_sound(lines: bytes, start: int) -> tuple[bytes, bytes, int, int] | None:
    """The leaf hash, id (16 bytes) and time (ms since 1970) of the line that starts there, and where the next one does.

    None unless all of the line is in order, but for its receipt's signatures, which are not looked at; and None for a
    line that may change the log's keys or name an attachment.
    """
    found = _LINE.match(lines, start)
    if not found:
        return None
    escaped, sha256, uuid, occurred_at, recorded_at, body, receipt = found.groups()
    header, end = _unescaped(escaped), found.end()
    if len(header) > MAXIMUM_HEADER_BYTES or end - start > MAXIMUM_LINE_BYTES or _ROTATED in header:
        return None
    try:
        at = milliseconds(recorded_at.decode())
        if occurred_at:
            milliseconds(occurred_at.decode())
    except ValueError:
        return None
    hashed, event_id, body = leaf_hash(header), unhexlify(uuid.replace(b"-", b"")), _unescaped(body)
    is_usual = checksum(body) == sha256.decode() and not may_name_one(body)
    return (hashed, event_id, at, end) if is_usual and is_claimed(receipt, event_id, hashed, at) else None


def _unescaped(text: bytes) -> bytes:
    """What was hashed, of a header or body that fits the expression."""
    if b"u00" in text:
        text = _ESCAPED.sub(lambda found: _LETTERS[found.group()], text)
    # Each backslash that is left is that of a quote.
    return text.translate(None, b"\\")
