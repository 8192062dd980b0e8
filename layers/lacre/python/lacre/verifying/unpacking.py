"""The lines of a batch, read piece by piece: those of `lacre.tlog.batch.decode_lines`, sooner and in less memory.

A line is `{"header":<text>,"body":<text>,"receipt":<text>}` and nothing else. So its texts are read where they must
stand, instead of parsing the line as any JSON; header and body, written anew, must give what was read.
"""

import zlib
from collections.abc import Iterator
from json.decoder import scanstring  # type: ignore[attr-defined] # typeshed leaves it out
from json.encoder import encode_basestring_ascii

from lacre.tlog.batch import MAXIMUM_BYTES, MAXIMUM_LINE_BYTES, BatchError, Line

_PIECE = 64 * 1024
_CUT = "a line is cut off, or longer than an event can be"
_HEADER, _BODY, _RECEIPT, _END = '{"header":"', ',"body":"', ',"receipt":"', '"}'


class PackingError(BatchError):
    """The batch as a whole is not packed as batches are; what was read of it before may be anything."""


def unpack(content: bytes) -> Iterator[bytes]:
    """The bytes that a batch's bytes hold, in pieces of whole lines.

    Raises BatchError for a line that is cut off or goes on for too long, PackingError in the end.
    """
    rest = b""
    for piece in _inflated(content):
        lines = rest + piece
        end = lines.rfind(b"\n") + 1
        yield lines[:end]
        rest = lines[end:]
        if len(rest) >= MAXIMUM_LINE_BYTES:
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


def read_line(line: bytes) -> Line:
    """The texts of a line, which is given without its line feed. Raises BatchError."""
    if len(line) >= MAXIMUM_LINE_BYTES:
        raise BatchError(_CUT)
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
