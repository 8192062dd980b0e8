"""Batches read piece by piece give the lines, and refuse what is refused, as when they are parsed as a whole."""

import gzip
import json
import tracemalloc
from collections.abc import Iterator

import pytest

from lacre.tlog.batch import MAXIMUM_BYTES, BatchError, Line, decode_lines, encode_batch
from lacre.verifying.unpacking import read_line, unpack
from tests.unit.verifying.archives import receipted

BATCH = gzip.decompress(encode_batch(0, [receipted(number) for number in range(3)]).content)
LINE = BATCH.splitlines(keepends=True)[0]


def line(header: str, body: str) -> bytes:
    return json.dumps({"header": header, "body": body, "receipt": "x"}, separators=(",", ":")).encode() + b"\n"


def unpack_lines(content: bytes) -> Iterator[Line]:
    for lines in unpack(content):
        yield from map(read_line, lines.split(b"\n")[:-1])


def read(content: bytes, *, parsed: bool) -> tuple[list[Line], bool]:
    """The lines up to the first that is refused, and whether one was."""
    lines: list[Line] = []
    try:
        lines.extend((decode_lines if parsed else unpack_lines)(content))
    except BatchError:
        return [], True
    return lines, False


SPELLINGS = {
    "as it is": BATCH,
    "all characters": line("".join(map(chr, range(0x300))) + "\u2028\U0001f600", '\x7f\x80\\/"'),
    "empty texts": line("", ""),
    "text that looks like a line": line('","body":"', '","receipt":"x"}'),
    "a text that ends in a backslash": line("x\\", "\\"),
    "a name behind a backslash": LINE.replace(b'","body":"', b'\\","body":"', 1),
    "a quote that is not escaped": LINE.replace(b'\\"', b'"', 1),
    "a backslash before the end": LINE.replace(b'","receipt":"', b'\\","receipt":"', 1),
    "a second body": LINE.replace(b'","receipt":"', b'","body":"x","receipt":"', 1),
    "a second receipt": LINE.replace(b'"}\n', b'","receipt":"x"}\n'),
    "a line of names alone": b'{"header":"","body":"","receipt":""}\n{"header":"","receipt":"","body":""}\n',
    "a raw control character": LINE.replace(b"sweep", b"swe\x01p", 1),
    "a lone surrogate": line("\ud800", "x"),
    "an upper-case escape": LINE + line("\x1f", "x").replace(b"\\u001f", b"\\u001F"),
    "a needless escape": LINE.replace(b"sweep", b"\\u0073weep", 1),
    "an escaped slash": line("a/b", "x").replace(b"/", b"\\/"),
    "a raw tab": line("a b", "x").replace(b" ", b"\t"),
    "raw DEL": line("a b", "x").replace(b" ", b"\x7f"),
    "raw UTF-8": line("a b", "x").replace(b" ", "ç".encode()),
    "a space": LINE.replace(b',"body"', b', "body"'),
    "another order": b'{"body":"x","header":"y","receipt":"z"}\n',
    "a member too many": line("x", "y").replace(b'"}', b'","more":"z"}'),
    "a member twice": LINE.replace(b'{"header"', b'{"header":"","header"', 1),
    "no text": b'{"header":1,"body":"y","receipt":"z"}\n',
    "null": b'{"header":null,"body":"y","receipt":"z"}\n',
    "a blank line": LINE + b"\n" + LINE,
    "CRLF": LINE.replace(b"\n", b"\r\n"),
    "bytes before": b" " + LINE,
    "bytes behind": LINE[:-1] + b" \n",
    "the largest line": line("h" * 4096, "\x01" * 65536),
    "a larger line": line("h" * 4096, "\x01" * 70000),
    "two pieces' worth": LINE * 1000,
    "an overlapping end": b'{"header":"x","body":"y","receipt":"}\n',
    "nothing": b"",
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_it_reads_what_parsing_reads(spelling: str) -> None:
    content = gzip.compress(SPELLINGS[spelling])
    assert read(content, parsed=False) == read(content, parsed=True)


def test_a_line_is_bad_when_it_is_reached() -> None:
    lines = unpack_lines(gzip.compress(LINE + LINE + b"{}\n"))
    assert next(lines) == next(lines)
    with pytest.raises(BatchError):
        next(lines)


@pytest.mark.parametrize("cut", [1, 8, 9, 200])
def test_a_cut_batch_is_refused(cut: int) -> None:
    with pytest.raises(BatchError, match="cut off"):
        list(unpack_lines(gzip.compress(BATCH)[:-cut]))


def test_a_wrong_length_or_sum_at_the_end_is_refused() -> None:
    for at in (-1, -5):
        content = bytearray(gzip.compress(BATCH))
        content[at] ^= 1
        with pytest.raises(BatchError):
            list(unpack_lines(bytes(content)))


def test_a_large_batch_takes_little_memory() -> None:
    content = gzip.compress(LINE * (MAXIMUM_BYTES // 4 // len(LINE)))
    tracemalloc.start()
    try:
        assert sum(1 for _ in unpack_lines(content)) > 10_000
        assert tracemalloc.get_traced_memory()[1] < MAXIMUM_BYTES // 16
    finally:
        tracemalloc.stop()


def test_more_than_a_batch_can_be_is_refused() -> None:
    content = gzip.compress(line("", "x" * 60_000) * (MAXIMUM_BYTES // 60_000 + 1), compresslevel=1)
    with pytest.raises(BatchError, match="too large"):
        list(unpack_lines(content))
