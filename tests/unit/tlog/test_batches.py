"""Archive batches: equal events give equal bytes, and a name is the hash of its bytes."""

import gzip
import hashlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lacre.model.event import MAXIMUM_BODY_BYTES
from lacre.tlog.batch import BatchError, decode_batch, decode_lines, encode_batch, is_batch_name, is_named_by, start_of
from tests.unit.verifying.archives import receipted, with_body

EVENTS = [receipted(number) for number in range(5)]


def test_a_batch_is_read_back_verbatim() -> None:
    batch = encode_batch(7, EVENTS)
    lines = list(decode_batch(batch.name, batch.content))
    assert [line.header for line in lines] == [stored.event.header_bytes for stored in EVENTS]
    assert [line.body for line in lines] == [stored.event.body_bytes for stored in EVENTS]
    assert [line.receipt for line in lines] == [stored.receipt for stored in EVENTS]
    assert start_of(batch.name) == 7


def test_equal_events_give_equal_bytes() -> None:
    assert encode_batch(7, EVENTS) == encode_batch(7, [receipted(number) for number in range(5)])


def test_a_foreign_reader_needs_gzip_and_json_only() -> None:
    batch = encode_batch(0, EVENTS)
    rows = [json.loads(line) for line in gzip.decompress(batch.content).splitlines()]
    assert [row["header"].encode() for row in rows] == [stored.event.header_bytes for stored in EVENTS]


def test_the_bytes_are_those_of_the_name() -> None:
    batch = encode_batch(0, EVENTS)
    assert is_named_by(batch.name, batch.content)
    with pytest.raises(BatchError, match="name was made of"):
        decode_batch(batch.name, batch.content + b"x")


@pytest.mark.parametrize(
    "name",
    [
        "",
        "batches/",
        f"batches/{0:020d}-{'0' * 64}.ndjson",
        f"batches/{0:019d}-{'0' * 64}.ndjson.gz",
        f"batches/{'٠' * 20}-{'0' * 64}.ndjson.gz",
        f"batches/{0:020d}-{'A' * 64}.ndjson.gz",
        f"batches/{0:020d}-{'0' * 64}.ndjson.gz\n",
        f"x/batches/{0:020d}-{'0' * 64}.ndjson.gz",
    ],
)
def test_other_names_are_none(name: str) -> None:
    assert not is_batch_name(name)
    with pytest.raises(BatchError):
        start_of(name)
    with pytest.raises(BatchError):
        decode_batch(name, b"")


@settings(max_examples=200)
@given(st.binary(max_size=300))
def test_no_line_makes_anything_but_a_batch_error(line: bytes) -> None:
    content = gzip.compress(line + b"\n")
    with pytest.raises(BatchError):
        list(decode_lines(content))


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"header": "", "body": ""},
        {"header": "", "body": "", "receipt": None},
        {"header": 1, "body": "", "receipt": ""},
        {"header": "", "body": "", "receipt": "", "more": ""},
        {"body": "", "header": "", "receipt": ""},
        {"header": "\ud800", "body": "", "receipt": ""},
        {"header": "", "body": "", "receipt": "é"},
        [],
        "text",
        None,
    ],
)
def test_a_line_has_one_form(value: object) -> None:
    line = json.dumps(value, separators=(",", ":")).encode() + b"\n"
    with pytest.raises(BatchError):
        list(decode_lines(gzip.compress(line)))


def test_what_is_before_a_bad_line_is_read() -> None:
    lines = gzip.decompress(encode_batch(0, EVENTS).content)
    found = decode_lines(gzip.compress(lines + b"bad\n"))
    assert len([next(found) for _ in EVENTS]) == 5
    with pytest.raises(BatchError):
        next(found)


def test_a_name_says_which_bytes() -> None:
    batch = encode_batch(0, EVENTS)
    assert hashlib.sha256(batch.content).hexdigest() in batch.name


def test_a_line_longer_than_an_event_is_not_read_to_its_end() -> None:
    line = b'{"header":"' + b"h" * 1_000_000 + b'","body":"","receipt":""}\n'
    with pytest.raises(BatchError, match="longer than an event can be"):
        list(decode_lines(gzip.compress(line)))


def test_the_largest_event_fits_a_line() -> None:
    # Controls take six bytes each in a line, and two in the canonical body: the worst ratio that there is.
    events = [with_body(receipted(0), b"\x7f" * MAXIMUM_BODY_BYTES)]
    assert next(decode_lines(encode_batch(0, events).content)).body == b"\x7f" * MAXIMUM_BODY_BYTES
