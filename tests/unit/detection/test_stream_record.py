"""Records of the stream, decoded or refused, whatever they hold."""

import copy
from typing import Any

import pytest

from lacre.aws.event_item import to_item
from lacre.aws.stream_record import ChangeKind, UndecodableRecordError, decode
from tests.fakes.drafts import events

(STORED,) = events(1)
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
