"""The lines of a batch, read piece by piece: those of `lacre.tlog.batch.decode_lines`, sooner and in less memory.

A line is `{"header":<text>,"body":<text>,"receipt":<text>}` and nothing else. So its texts are read where they must
stand, instead of parsing the line as any JSON; header and body, written anew, must give what was read. Most lines have
no escape but `\\"`: those are cut at their quotes.
"""

import zlib
from collections.abc import Iterator
from json.decoder import scanstring  # type: ignore[attr-defined] # typeshed leaves it out
from json.encoder import encode_basestring_ascii

from lacre.model.event import MAXIMUM_BODY_BYTES
from lacre.model.header import MAXIMUM_BYTES as MAXIMUM_HEADER_BYTES
from lacre.tlog.batch import MAXIMUM_BYTES, BatchError, Line

_PIECE = 256 * 1024
_MAXIMUM_LINE_BYTES = 6 * (MAXIMUM_HEADER_BYTES + MAXIMUM_BODY_BYTES) + 4096
_CUT = "a line is cut off, or longer than an event can be"
_HEADER, _BODY, _RECEIPT, _END = '{"header":"', ',"body":"', ',"receipt":"', '"}'
_HEADER_BYTES, _BODY_BYTES, _RECEIPT_BYTES, _END_BYTES = b'{"header":"', b'","body":"', b'","receipt":"', b'"}'

# Of each letter whether it has to stand behind a backslash (1), must not (0), or is not printable ASCII (2); and
# whether it is a backslash.
_ESCAPED = bytes(int(letter == ord('"')) if 0x20 <= letter < 0x7F else 2 for letter in range(256))
_BACKSLASH = bytes(int(letter == ord("\\")) for letter in range(256))


class PackingError(BatchError):
    """The batch as a whole is not packed as batches are; what was read of it before may be anything."""


def unpack_lines(content: bytes) -> Iterator[Line]:
    """The lines of a batch's bytes. Raises BatchError for a bad line when it is reached, PackingError in the end."""
    rest = b""
    for piece in _inflated(content):
        *lines, rest = (rest + piece).split(b"\n")
        for line in lines:
            yield _texts(line)
        if len(rest) >= _MAXIMUM_LINE_BYTES:
            break
    if rest:
        raise BatchError(_CUT)


def _inflated(content: bytes) -> Iterator[bytes]:
    inflater, size, packed = zlib.decompressobj(wbits=31), 0, content
    while not inflater.eof:
        try:
            piece = inflater.decompress(packed, _PIECE)
        except zlib.error:
            raise PackingError("the batch is not gzip") from None
        size, packed = size + len(piece), inflater.unconsumed_tail
        is_cut = not piece and not packed and not inflater.eof
        if is_cut or size > MAXIMUM_BYTES or inflater.unused_data:
            raise PackingError("the batch is cut off, too large, or has bytes after its gzip member")
        yield piece


def _texts(line: bytes) -> Line:
    if len(line) >= _MAXIMUM_LINE_BYTES:
        raise BatchError(_CUT)
    return _cut_at_names(line) or _scanned(line)


def _cut_at_names(line: bytes) -> Line | None:
    """The texts of a line of printable ASCII without any escape but `\\"`; None for every other line.

    It only saves time: other lines are read letter by letter.
    """
    header, _, rest = line.partition(_BODY_BYTES)
    body, _, receipt = rest.rpartition(_RECEIPT_BYTES)
    if not header.startswith(_HEADER_BYTES) or not receipt.endswith(_END_BYTES):
        return None
    header, receipt = header[len(_HEADER_BYTES) :], receipt[: -len(_END_BYTES)]
    # The spaces between keep a backslash at the end of one from standing before the beginning of the next.
    if not _is_plain(b" ".join((header, body, receipt))) or b"\\" in receipt:
        return None
    return Line(header.translate(None, b"\\"), body.translate(None, b"\\"), receipt.decode())


def _is_plain(text: bytes) -> bool:
    """Whether each quote stands behind a backslash, each backslash before a quote, and all else is printable."""
    return b"\0" + text.translate(_BACKSLASH) == text.translate(_ESCAPED) + b"\0"


def _scanned(line: bytes) -> Line:
    try:
        text = line.decode("ascii")
        header, header_end = _text_after(_HEADER, text, 0)
        body, body_end = _text_after(_BODY, text, header_end)
        begin = body_end + len(_RECEIPT)
        receipt = text[begin : -len(_END)]
        # No receipt has a letter that is escaped; whether it is one is seen where it is read.
        is_last = text.startswith(_RECEIPT, body_end) and text.endswith(_END, begin)
        if not is_last or '"' in receipt or "\\" in receipt:
            raise BatchError("the line does not end in a receipt")
        return Line(header.encode(), body.encode(), receipt)
    except ValueError:
        raise BatchError("a line is not header, body and receipt as batches write them") from None


def _text_after(name: str, line: str, start: int) -> tuple[str, int]:
    """The JSON text behind a name, and where it ends. Raises ValueError."""
    begin = start + len(name)
    if not line.startswith(name, start):
        raise BatchError("a member stands in another place")
    text, end = scanstring(line, begin, True)
    # One line, one encoding: an escape that is written otherwise could be read in two ways.
    if encode_basestring_ascii(text) != line[begin - 1 : end]:
        raise BatchError("an escape is written otherwise")
    return text, end
