"""A row gives back the event's bytes, and no spreadsheet runs a cell of it, whatever it takes for a separator."""

import csv
import hashlib
import io
import json
import re
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lacre.exporting.columns import COLUMNS, HEAD, SealedEvent, defused, row
from lacre.model.canonical import NotCanonicalError, encode
from lacre.model.event import Body, Event
from lacre.model.header import Header
from tests.unit.exporting.populations import NONCE, at_leaf, bodies, event, headers, nasty

OBJECTS = ("reason", "before", "after", "request")


def read_back(line: bytes) -> dict[str, str | None]:
    """What a foreign reader gets of a row by the documented rule; None is an empty cell."""
    (found,) = csv.reader(io.StringIO(line.decode(), newline=""), strict=True)
    texts = [re.sub(r"(\A|(?<=[;\t\r\n]))'", "", cell) if cell else None for cell in found]
    return dict(zip(COLUMNS, texts, strict=True))


def canonical(fields: dict[str, object]) -> bytes:
    """RFC 8785 of what headers and bodies hold, without our encoder: keys are sorted by UTF-16 code units."""
    return json.dumps(_sorted(fields), ensure_ascii=False, separators=(",", ":")).encode()


def _sorted(value: object) -> object:
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value, key=lambda key: key.encode("utf-16-be"))}
    return [_sorted(one) for one in value] if isinstance(value, list) else value


@given(body=bodies, fields=headers, leaf=st.integers(0, 2**53 - 1))
def test_a_row_gives_back_the_bytes_that_were_hashed(body: Body, fields: dict[str, object], leaf: int) -> None:
    one = event(1, body, **fields)
    cells = read_back(row(SealedEvent.of(leaf, one)))
    assert cells.pop("leaf") == str(leaf)
    header: dict[str, object] = {name: cells[name] for name in Header.__dataclass_fields__}
    members: dict[str, object] = {name: cells[name] for name in Body.__dataclass_fields__}
    members |= {name: json.loads(str(members[name])) for name in OBJECTS if members[name] is not None}
    assert canonical({**header, "schema": 1}) == one.header_bytes
    assert hashlib.sha256(canonical(members)).hexdigest() == header["checksum"]


def test_the_columns_are_all_that_an_event_has() -> None:
    assert sorted(COLUMNS) == sorted(["leaf", *Header.__dataclass_fields__, *Body.__dataclass_fields__])


def test_the_head_is_a_byte_order_mark_and_the_names() -> None:
    assert HEAD.startswith(b"\xef\xbb\xbfleaf,recorded_at,id,action,")
    assert HEAD.endswith(b",reason,before,after,request\r\n")
    assert HEAD.count(b"\r\n") == 1


@given(nasty)
def test_no_cell_begins_as_a_formula_in_any_reader(text: str) -> None:
    for cell in re.split(r"[;\t\r\n]", defused(text)):
        begin = unicodedata.normalize("NFKC", cell).lstrip()[:1]
        assert begin not in {"=", "+", "-", "@", "\u2212"}


@given(nasty)
def test_a_row_split_at_semicolons_holds_no_formula_either(text: str) -> None:
    line = row(at_leaf(0, Body(text, text, NONCE, after={"x": text}), entity_id=text)).decode()
    for cell in re.split(r"[;\t\r\n]", line):
        # A program that reads ""=1 as an empty quoted cell goes on with the formula behind it.
        assert unicodedata.normalize("NFKC", cell).lstrip(' "')[:1] not in {"=", "+", "-", "@"}


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("＝1", "'＝1"),
        (" =1", "' =1"),
        ("\ufeff=1", "'\ufeff=1"),
        ("'quoted'", "''quoted'"),
        ("a;=1", "a;'=1"),
        ("a; b", "a; b"),
        ("a;", "a;'"),
        ('x;"=1', "x;'\"=1"),
        (";;=1", "';';'=1"),
        ("", "'"),
        ("{=1}", "'{=1}"),
        ('{"a":1}', '{"a":1}'),
        ("África", "África"),
        ("::1", "::1"),
        ("258840000000", "258840000000"),
    ],
)
def test_what_is_defused_and_how(text: str, cell: str) -> None:
    assert defused(text) == cell


def test_null_and_an_empty_text_are_two_cells() -> None:
    cells = row(at_leaf(0, Body("", "", NONCE), district=None, province="")).decode().split(",")
    assert cells[COLUMNS.index("province")] == "'"
    assert cells[COLUMNS.index("district")] == ""


@given(bodies)
def test_an_object_is_its_canonical_text(body: Body) -> None:
    cells = read_back(row(at_leaf(0, body)))
    for name in OBJECTS:
        value = getattr(body, name)
        assert cells[name] == (None if value is None else encode(value).decode())


def test_a_body_that_is_none_has_no_row() -> None:
    one = event(1)
    for content in (b"{}", b"[]", one.body_bytes.replace(b'"after"', b'"After"'), one.body_bytes + b" "):
        header = replace(one.header, checksum=hashlib.sha256(content).hexdigest())
        with pytest.raises(NotCanonicalError):
            SealedEvent.of(0, Event.of(header, content))


def test_the_body_of_another_event_has_no_row() -> None:
    with pytest.raises(NotCanonicalError, match="checksum"):
        SealedEvent.of(0, replace(event(1), body_bytes=event(1, Body("", "", NONCE)).body_bytes))


def test_a_member_of_another_kind_is_shown_as_the_json_that_it_is() -> None:
    astray = replace(at_leaf(0), body={**at_leaf(0).body, "description": 5, "before": "text", "after": [1, "=x"]})
    cells = read_back(row(astray))
    assert (cells["description"], cells["before"], cells["after"]) == ("5", '"text"', '[1,"=x"]')
