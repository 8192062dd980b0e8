"""A manifest has one encoding, and what is not one is refused with its reason."""

import json
from dataclasses import replace

import pytest
from hypothesis import given

from lacre.exporting.manifest import MAXIMUM_BYTES, Leaves, Manifest, ManifestError
from lacre.exporting.writer import Writer
from lacre.model.canonical import JsonValue, encode
from lacre.model.filters import Filters, Selection, address_filter
from tests.unit.exporting.populations import at_leaf, selections

NOTE = b"lacre.example.com/test\n3\nroot\n\nsignatures\n"


def manifest(selection: Selection | None = None) -> Manifest:
    writer = Writer(selection or Selection(), NOTE)
    for _ in writer.rows(map(at_leaf, range(3))):
        pass
    return writer.manifest()


@given(selections)
def test_what_is_written_is_read_back(selection: Selection) -> None:
    one = manifest(selection)
    assert Manifest.decode(one.encode()) == one
    assert one.contradiction() is None


def test_an_address_is_a_network_of_one() -> None:
    fields = json.loads(manifest(Selection(Filters(ip=address_filter("192.0.2.7")))).encode())
    assert fields["filters"]["ip"] == "192.0.2.7/32"


@pytest.mark.parametrize(
    "change",
    [
        {"format": "lacre export v2"},
        {"format": None},
        {"more": 1},
        {"count": -1},
        {"count": True},
        {"count": "3"},
        {"count": None},
        {"first": {}},
        {"first": {"id": "1", "recorded_at": "2026-11-22T09:30:00.123Z", "leaf": 0}},
        {"last": {"id": "0194a000-0000-7000-8000-000000000001", "recorded_at": "yesterday", "leaf": 0}},
        {"data": {"sha256": "0" * 64}},
        {"data": {"sha256": "A" * 64, "bytes": 1}},
        {"data": []},
        {"leaves": {"first": 0, "last": -1}},
        {"leaves": None},
        {"tree_size": None},
        {"checkpoint": None},
        {"columns": "leaf"},
        {"columns": [1]},
        {"filters": []},
        {"filters": {}},
    ],
    ids=str,
)
def test_another_form_is_refused(change: dict[str, JsonValue]) -> None:
    with pytest.raises(ManifestError):
        Manifest.decode(encode({**manifest().as_object(), **change}))


@pytest.mark.parametrize(
    "change",
    [
        {"ip": "192.0.2.7"},
        {"ip": "192.0.2.7/24"},
        {"ip": "anywhere"},
        {"start": "2026-11-22"},
        {"end": "2026-13-22T09:30:00.123Z"},
        {"severity": "GRAVE"},
        {"severity": 1},
        {"actor_id": 1},
        {"only_critical": None},
        {"only_critical": 1},
        {"text": ""},
        {"text": 1},
        {"texts": None},
    ],
    ids=str,
)
def test_another_form_of_the_filters_is_refused(change: dict[str, JsonValue]) -> None:
    fields = {**manifest().as_object(), "filters": {**Selection().as_object(), **change}}
    with pytest.raises(ManifestError):
        Manifest.decode(encode(fields))


def test_every_field_must_be_there() -> None:
    for name in manifest().as_object():
        fields = manifest().as_object()
        del fields[name]
        with pytest.raises(ManifestError):
            Manifest.decode(encode(fields))


def test_other_bytes_of_the_same_value_are_refused() -> None:
    content = manifest().encode()
    hostile = (content + b"\n", b"\xef\xbb\xbf" + content, json.dumps(json.loads(content)).encode(), b"", b"[" * 9999)
    for other in (*hostile, content.replace(b'"count":3', b'"count":3,"count":3'), b" " * (MAXIMUM_BYTES + 1)):
        with pytest.raises(ManifestError):
            Manifest.decode(other)


def test_a_manifest_too_large_to_be_read_is_not_written() -> None:
    with pytest.raises(ManifestError):
        manifest(Selection(text="x" * MAXIMUM_BYTES)).encode()


def test_a_contradiction_is_named() -> None:
    one = manifest()
    assert replace(one, columns=one.columns[1:]).contradiction() == "the columns are not those of an export"
    assert "tree_size" in str(replace(one, tree_size=4, leaves=Leaves(0, 3)).contradiction())
    assert "checkpoint" in str(replace(one, checkpoint="").contradiction())
    for leaves in (Leaves(1, 2), Leaves(0, 1), Leaves(0, 3)):
        assert replace(one, leaves=leaves).contradiction() == "the leaves are not all of the tree's"
