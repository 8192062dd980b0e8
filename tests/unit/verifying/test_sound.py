"""The one look at a line says of it what reading it letter by letter says, and never that a bad line is in order."""

import gzip
import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from lacre.model.event import ReceiptedEvent
from lacre.model.header import MAXIMUM_BYTES as MAXIMUM_HEADER_BYTES
from lacre.tlog.batch import MAXIMUM_LINE_BYTES, BatchError, encode_batch
from lacre.verifying.leaves import check_leaf, id_bytes
from lacre.verifying.lines import Contents, Scope, read_batch
from lacre.verifying.sound import read_sound
from lacre.verifying.unpacking import read_line
from tests.unit.verifying.archives import receipt_of, receipted, with_body, with_header


def line_of(stored: ReceiptedEvent) -> bytes:
    return gzip.decompress(encode_batch(0, [stored]).content)


def bound(stored: ReceiptedEvent, **changes: str) -> ReceiptedEvent:
    """The event with another header and the receipt of that one: everything in it fits."""
    changed = with_header(stored, **changes)
    return replace(changed, receipt=receipt_of(changed.event))


def with_bound_body(body: bytes) -> ReceiptedEvent:
    return bound(with_body(receipted(0), body), checksum=hashlib.sha256(body).hexdigest())


EVENT = receipted(0)
LINE = line_of(EVENT)
OTHER = receipted(1)


def is_in_order(line: bytes) -> tuple[bytes, bytes, int, int] | None:
    """What `read_sound` is to give for a first line that is in order, as it is found letter by letter."""
    first, feed, _ = line.partition(b"\n")
    if not feed:
        return None
    try:
        leaf = check_leaf(read_line(first), (), deep=False)
    except BatchError:
        return None
    if leaf.event_id is None or leaf.recorded_at is None or leaf.faults:
        return None
    return leaf.hash, id_bytes(leaf.event_id), leaf.recorded_at, len(first) + 1


def changed(line: bytes) -> Iterator[bytes]:
    """Each byte left out, doubled, or another."""
    for at in range(len(line)):
        before, after = line[:at], line[at + 1 :]
        yield before + after
        for other in (line[at : at + 1] * 2, b'"', b"\\", b"\n", b"9", b"-", b"A", b"\x1f", b"\x7f", b"\xc3"):
            yield before + other + after


ACCENTS = bound(with_bound_body('{"name":"João da Conceição"}'.encode()), province="Zambézia")


@pytest.mark.parametrize(
    "line", [LINE, line_of(with_bound_body(b'{"after":{"receipt":"x","body":"y"}}')), line_of(ACCENTS)]
)
def test_a_byte_changed_is_judged_as_letter_by_letter(line: bytes) -> None:
    accepted = 0
    for one in changed(line):
        found = read_sound(one, 0)
        assert found is None or found == is_in_order(one), one
        accepted += found is not None
    assert accepted > 100  # nobody looks at the signatures in a receipt here


LATIN = "".join(map(chr, range(0xA0, 0x100)))
IN_ORDER = {
    "a heartbeat": EVENT,
    "a body with names of a line's members in it": with_bound_body(b'{"receipt":"x","body":"y","header":{"body":"z"}}'),
    "a body that looks like the end of a line": with_bound_body(b'","receipt":"x"}'),
    "a body of quotes": with_bound_body(b'"' * 99),
    "an empty body": with_bound_body(b""),
    "texts of other letters": bound(EVENT, entity_id="!#$[]^`{|}~ /", district=""),
    "accents": ACCENTS,
    "every letter of Latin-1": bound(with_bound_body(LATIN.encode()), entity_id=LATIN),
    "what looks like an escape": with_bound_body(b'"u00e9"u0022'),
    "a time that it is of": bound(EVENT, occurred_at="2024-02-29T23:59:59.999Z"),
}


@pytest.mark.parametrize("what", IN_ORDER)
def test_it_gives_what_is_found_letter_by_letter(what: str) -> None:
    line = line_of(IN_ORDER[what])
    found = read_sound(LINE + line + LINE, len(LINE))
    expected = is_in_order(line)
    assert found is not None
    assert expected is not None
    assert found == (*expected[:3], len(LINE) + len(line))


def respelt(old: bytes, new: bytes, line: bytes = LINE) -> bytes:
    assert old in line
    return line.replace(old, new, 1)


def receipted_as(header: bytes) -> bytes:
    """A line of this header, with the receipt that its recorder would have given."""
    event = replace(EVENT.event, header_bytes=header)
    return line_of(ReceiptedEvent(event, receipt_of(event)))


HEADER = EVENT.event.header_bytes
NOT_IN_ORDER = {
    "another body": line_of(with_body(EVENT, b"{}")),
    "the receipt of another event": line_of(replace(EVENT, receipt=OTHER.receipt)),
    "another header under the same receipt": line_of(with_header(EVENT, entity_id="x")),
    "a letter too many in the receipt": respelt(b'"}\n', b'A"}\n'),
    "the last bits of the receipt": respelt(EVENT.receipt.encode(), EVENT.receipt[:-1].encode() + b"B"),
    "standard base64": respelt(
        EVENT.receipt.encode(), EVENT.receipt[:200].encode() + b"+" + EVENT.receipt[201:].encode()
    ),
    "a space between members": respelt(b',"body"', b', "body"'),
    "a space inside the header": receipted_as(HEADER.replace(b'":', b'": ', 1)),
    "another order of members": b'{"body":"","header":"","receipt":""}\n',
    "another order inside the header": receipted_as(b'{"schema":1,' + HEADER[1:].replace(b',"schema":1', b"")),
    "a member twice": respelt(b'{"header"', b'{"header":"","header"'),
    "a second body": respelt(b'","receipt"', b'","body":"{}","receipt"'),
    "a second receipt": respelt(b'"}\n', b'","receipt":"x"}\n'),
    "a member too many": respelt(b'"}\n', b'","more":"x"}\n'),
    "a member of the header twice": receipted_as(b'{"action":"LOGOUT",' + HEADER[1:]),
    "a number otherwise": receipted_as(HEADER.replace(b'"schema":1', b'"schema":1.0')),
    "another form": receipted_as(HEADER.replace(b'"schema":1', b'"schema":11')),
    "an unknown word": receipted_as(HEADER.replace(b'"SCHEDULE"', b'"PIGEON"')),
    "null for an id": receipted_as(HEADER.replace(b'"' + EVENT.event.header.id.encode() + b'"', b"null")),
    "a time that does not exist": line_of(bound(EVENT, occurred_at="2023-02-29T00:00:00.000Z")),
    "a needless escape in the header": respelt(b"heartbeat", b"\\u0068eartbeat"),
    "a needless escape in the body": respelt(b"actor_name", b"\\u0061ctor_name"),
    "an escape in capitals": respelt(b"\\u00e9", b"\\u00E9", line_of(ACCENTS)),
    "half an escape": respelt(b"\\u00e9", b"\\u00e", line_of(ACCENTS)),
    "an escape of UTF-8's bytes": respelt(b"\\u00e9", b"\\u00c3\\u00a9", line_of(ACCENTS)),
    "a quote that is not escaped": respelt(b'\\"', b'"'),
    "a backslash before the end": respelt(b'","receipt"', b'\\","receipt"'),
    "a raw tab": respelt(b"heartbeat", b"heart\tbeat"),
    "raw DEL": respelt(b"heartbeat", b"heart\x7fbeat"),
    "raw UTF-8": respelt(b"heartbeat", "heartçbeat".encode()),
    "CRLF": respelt(b"\n", b"\r\n"),
    "bytes behind": respelt(b"\n", b" \n"),
    "no line feed": LINE[:-1],
    "an oversize header": receipted_as(HEADER.replace(b"heartbeat", b"h" * MAXIMUM_HEADER_BYTES)),
    "an oversize line": line_of(with_bound_body(b"x" * MAXIMUM_LINE_BYTES)),
    "nothing": b"",
}


@pytest.mark.parametrize("trick", NOT_IN_ORDER)
def test_a_line_that_is_not_in_order_is_left_to_be_read_letter_by_letter(trick: str) -> None:
    assert is_in_order(NOT_IN_ORDER[trick]) is None
    assert read_sound(NOT_IN_ORDER[trick], 0) is None


@pytest.mark.parametrize(
    "stored",
    [
        bound(EVENT, entity_id="€"),
        bound(EVENT, entity_id="\x80"),
        bound(EVENT, entity_id='"'),
        with_bound_body(b"\\"),
        with_bound_body("\u0100".encode()),
        bound(EVENT, action="KEY_ROTATED"),
        bound(EVENT, entity_id="a KEY_ROTATED b"),
    ],
)
def test_of_other_lines_that_are_in_order_nothing_is_said(stored: ReceiptedEvent) -> None:
    line = line_of(stored)
    assert is_in_order(line) is not None
    assert read_sound(line, 0) is None


def test_a_time_before_1970_is_no_fault_of_the_program() -> None:
    early = with_header(EVENT, recorded_at="1969-12-31T23:59:59.999Z")
    assert read_sound(line_of(early), 0) is None


def contents_of(lines: bytes) -> Contents:
    content = gzip.compress(lines, compresslevel=1)
    return read_batch(f"batches/{5:020d}-{hashlib.sha256(content).hexdigest()}.ndjson.gz", content, Scope())


THREE = [line_of(receipted(number)) for number in range(3)]
BATCHES = {
    "in order": THREE,
    "two in each other's place": [THREE[1], THREE[0], THREE[2]],
    "one twice": [THREE[0], THREE[0], THREE[1]],
    "out of order behind one without a header": [THREE[1], line_of(with_header(OTHER, id="x")), THREE[0]],
    "out of order behind one read letter by letter": [THREE[1], line_of(bound(EVENT, entity_id="ç")), THREE[2]],
    "a bad line in the middle": [THREE[0], b"{}\n", THREE[2]],
    "a bad receipt in the middle": [THREE[0], NOT_IN_ORDER["the receipt of another event"], THREE[2]],
    "cut off": [THREE[0], THREE[1][:-1]],
    "two lines in one": [THREE[0][:-1], THREE[1]],
    "many": [json.dumps({}).encode() + b"\n", *THREE] * 99,
    "nothing": [],
}


@pytest.mark.parametrize("batch", BATCHES)
def test_a_batch_has_the_same_contents_without_the_one_look(batch: str, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = b"".join(BATCHES[batch])
    sooner = contents_of(lines)
    monkeypatch.setattr("lacre.verifying.lines.read_sound", lambda *_: None)
    assert sooner == contents_of(lines)


def test_any_change_of_a_line_gives_the_same_contents_without_the_one_look(monkeypatch: pytest.MonkeyPatch) -> None:
    batches = [THREE[0] + one + THREE[2] for one in list(changed(THREE[1]))[::7]]
    sooner = [contents_of(lines) for lines in batches]
    assert any(contents.faults for contents in sooner)
    monkeypatch.setattr("lacre.verifying.lines.read_sound", lambda *_: None)
    assert sooner == [contents_of(lines) for lines in batches]
