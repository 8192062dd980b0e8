"""Canonical bytes as leaves: a text that could be read in two ways is not a header."""

import hashlib

import pytest

from lacre.model.event import ReceiptedEvent
from lacre.model.header import Header
from lacre.tlog.batch import Line
from lacre.verifying.leaves import check_leaf
from tests.unit.verifying.archives import RECEIPT_PUBLIC, make_event, receipt_of, with_body, with_header

EVENT = make_event(0)
GOOD = EVENT.header_bytes
TRICKS = {
    "a space": GOOD.replace(b'":', b'": ', 1),
    "a last newline": GOOD + b"\n",
    "CRLF": GOOD + b"\r\n",
    "a byte order mark": b"\xef\xbb\xbf" + GOOD,
    "a key twice": b'{"action":"LOGOUT",' + GOOD[1:],
    "keys in another order": b'{"schema":1,' + GOOD[1:].replace(b'"schema":1,', b""),
    "an escape": GOOD.replace(b"sweep", b"\\u0073weep", 1),
    "an upper-case escape": GOOD.replace(b"heartbeat", b"\\u000B", 1),
    "a lone surrogate": GOOD.replace(b"heartbeat", b"\\ud800", 1),
    "a surrogate in UTF-8": GOOD.replace(b"heartbeat", b"\xed\xa0\x80", 1),
    "a float": GOOD.replace(b'"schema":1', b'"schema":1.0'),
    "an exponent": GOOD.replace(b'"schema":1', b'"schema":1e0'),
    "2^53": GOOD.replace(b'"schema":1', b'"schema":9007199254740992'),
    "minus zero": GOOD.replace(b'"schema":1', b'"schema":-0'),
    "not a number": GOOD.replace(b'"schema":1', b'"schema":NaN'),
    "an unknown word": GOOD.replace(b'"SCHEDULE"', b'"PIGEON"'),
    "a field too many": GOOD.replace(b'{"action"', b'{"aaa":null,"action"'),
    "a field too few": GOOD.replace(b'"province":null,', b""),
    "a number for the id": GOOD.replace(b'"id":"' + EVENT.header.id.encode() + b'"', b'"id":7'),
    "an id in capitals": GOOD.replace(EVENT.header.id.encode(), EVENT.header.id.upper().encode()),
    "a time without milliseconds": GOOD.replace(b".000Z", b"Z"),
    "null for the time": GOOD.replace(b'"' + EVENT.header.recorded_at.encode() + b'"', b"null"),
    "oversize": GOOD.replace(b"heartbeat", b"h" * 4096),
    "deep nesting": b'{"action":' + b"[" * 2000 + b"]" * 2000 + b"}",
    "nesting just within JSON's own limit": b'{"action":' + b"[" * 960 + b"]" * 960 + b"}",
    "an array": b"[]",
    "nothing": b"",
}


def test_the_header_itself_is_one() -> None:
    leaf = check_leaf(Line(GOOD, EVENT.body_bytes, receipt_of(EVENT)), [RECEIPT_PUBLIC], deep=True)
    assert (leaf.event_id, leaf.faults) == (EVENT.header.id, ())
    assert Header.decode(GOOD) == EVENT.header


@pytest.mark.parametrize("trick", TRICKS)
def test_another_spelling_is_a_fault(trick: str) -> None:
    assert TRICKS[trick] != GOOD
    leaf = check_leaf(Line(TRICKS[trick], EVENT.body_bytes, receipt_of(EVENT)), [], deep=False)
    assert leaf.faults == ("the header is not the canonical encoding of a header",)
    assert leaf.event_id is None


BODIES = {
    "nesting": b"[" * 60_000,
    "a large number": b'{"description":' + b"9" * 5000 + b"}",
    "an array": b"[]",
    "a space": EVENT.body_bytes + b" ",
    "a field too few": b'{"description":"x"}',
}


@pytest.mark.parametrize("trick", BODIES)
def test_deep_looks_at_the_spelling_of_bodies(trick: str) -> None:
    odd = with_body(ReceiptedEvent(EVENT, ""), BODIES[trick])
    bound = with_header(odd, checksum=hashlib.sha256(BODIES[trick]).hexdigest()).event
    line = Line(bound.header_bytes, BODIES[trick], receipt_of(bound))
    assert check_leaf(line, [RECEIPT_PUBLIC], deep=False).faults == ()
    assert len(check_leaf(line, [RECEIPT_PUBLIC], deep=True).faults) == 1
