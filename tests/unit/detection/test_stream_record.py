"""Records of the stream, decoded or refused, whatever they hold."""

import copy
import json
from dataclasses import replace
from typing import Any

import pytest

from lacre.aws.event_item import from_item, to_item
from lacre.aws.stream_record import ChangeKind, UndecodableRecordError, decode
from lacre.model.canonical import NotCanonicalError, encode
from lacre.model.event import MAXIMUM_BODY_BYTES, Event, ReceiptedEvent, checksum
from lacre.model.header import Header
from tests.fakes.drafts import events
from tests.unit.verifying.archives import receipt_of

STORED, OTHER = events(2)
ITEM = to_item(STORED)


def record(kind: str = "INSERT", **images: Any) -> dict[str, Any]:
    change = {"Keys": {"id": ITEM["id"]}, "SequenceNumber": "42", **(images or {"NewImage": ITEM})}
    return {"eventName": kind, "dynamodb": copy.deepcopy(change)}


@pytest.mark.parametrize(("kind", "image"), [("INSERT", "NewImage"), ("MODIFY", "NewImage"), ("REMOVE", "OldImage")])
def test_each_kind_gives_its_event(kind: str, image: str) -> None:
    change = decode(record(kind, **{image: ITEM}))
    assert (change.kind, change.sequence, change.event) == (ChangeKind(kind), "42", STORED)


def broken(path: str, value: Any) -> dict[str, Any]:
    spoiled = record()
    *steps, last = path.split(".")
    place: Any = spoiled
    for step in steps:
        place = place[step]
    place[last] = value
    return spoiled


IMAGE = "dynamodb.NewImage"


@pytest.mark.parametrize(
    "spoiled",
    [
        broken("eventName", "TRUNCATE"),
        broken("eventName", None),
        broken("dynamodb", None),
        broken("dynamodb", []),
        broken("dynamodb.Keys", {}),
        broken("dynamodb.Keys.id.S", "another"),
        broken(IMAGE, None),
        broken(f"{IMAGE}.header", {"N": "1"}),
        broken(f"{IMAGE}.header.S", "{}"),
        broken(f"{IMAGE}.header.S", ITEM["header"]["S"] + " "),
        broken(f"{IMAGE}.header.S", "\ud800"),
        broken(f"{IMAGE}.header.S", '{"a":' * 5000 + "1" + "}" * 5000),
        broken(f"{IMAGE}.body.S", ITEM["body"]["S"].replace("Agent", "Tnega")),
        broken(f"{IMAGE}.receipt", {}),
        broken(f"{IMAGE}.receipt.S", ""),
        broken(f"{IMAGE}.receipt.S", "é"),
        broken(f"{IMAGE}.receipt.S", "\x01" * 80_000),
        broken(f"{IMAGE}.receipt.S", STORED.receipt + "A"),
        broken(f"{IMAGE}.receipt.S", OTHER.receipt),
        broken(f"{IMAGE}.receipt.S", 7),
        broken(f"{IMAGE}.source.S", "DETECTOR"),
        {},
        {"dynamodb": {"NewImage": ITEM}},
    ],
)
def test_anything_else_is_refused_without_a_word_of_its_content(spoiled: dict[str, Any]) -> None:
    with pytest.raises(UndecodableRecordError) as refused:
        decode(spoiled)
    assert len(str(refused.value)) < 120
    assert refused.value.sequence in ("42", "0")


def test_a_refusal_still_names_what_can_be_known() -> None:
    spoiled = record("MODIFY", NewImage={})
    with pytest.raises(UndecodableRecordError) as refused:
        decode(spoiled)
    assert (refused.value.kind, refused.value.event_id) == ("MODIFY", STORED.event.header.id)


def with_body(body: bytes) -> dict[str, Any]:
    """A record whose header binds this body and whose receipt is that of the header: nothing but the body is odd."""
    header = replace(STORED.event.header, checksum=checksum(body))
    event = Event(header, header.encode(), body)
    return record(NewImage=to_item(ReceiptedEvent(event, receipt_of(event))))


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"\x01" * (MAXIMUM_BODY_BYTES + 1), id="too large for a line of a batch"),
        pytest.param(STORED.event.body_bytes + b" ", id="not canonical"),
        pytest.param(b"{}", id="without the fields of a body"),
        pytest.param(b"[]", id="not an object"),
    ],
)
def test_a_body_that_no_verifier_would_accept_is_refused(body: bytes) -> None:
    with pytest.raises(UndecodableRecordError):
        decode(with_body(body))


def test_the_body_was_all_that_was_odd() -> None:
    assert decode(with_body(STORED.event.body_bytes)).event.event == STORED.event


@pytest.mark.parametrize(
    "fields",
    [
        {"recorded_at": "2026-11-22"},
        {"recorded_at": "é"},
        {"recorded_at": 7},
        {"recorded_at": None},
        {"occurred_at": "yesterday"},
        {"id": "e-1"},
        {"correlation_id": "e-1"},
        {"correlation_id": None},
        {"causation_id": ""},
        {"actor_id": 7},
        {"actor_role": ["ADMIN"]},
        {"checksum": None},
        {"schema": 2},
        {"schema": True},
    ],
)
def test_a_header_of_other_types_is_refused(fields: dict[str, Any]) -> None:
    spoiled = encode({**json.loads(STORED.event.header_bytes), **fields})
    with pytest.raises(NotCanonicalError):
        Header.decode(spoiled)


@pytest.mark.parametrize(
    "item",
    [
        {},
        {"id": {"S": "x"}},
        {**ITEM, "header": "text"},
        {**ITEM, "body": {"N": "1"}},
        {**ITEM, "receipt": {"S": 7}},
        {**ITEM, "header": {"S": "\ud800"}},
    ],
)
def test_an_item_that_holds_no_event_says_so_in_one_way(item: dict[str, Any]) -> None:
    with pytest.raises(NotCanonicalError):
        from_item(item)
