"""Decoding compares with a faster encoder than RFC 8785's own: the two agree on whatever JSON can bring."""

import json

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from lacre.model.canonical import NotCanonicalError, decode

TEXTS = st.text(max_size=8) | st.sampled_from(
    ["\uffff", "\U00010000", "\ue000", "\x7f", "\u2028", '"', "\\", "/", "\x00"]
)
SCALARS = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXTS
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4), max_leaves=12
)
OBJECTS = st.dictionaries(TEXTS, VALUES, max_size=5)


@given(OBJECTS)
def test_what_rfc_8785_encodes_is_decoded(value: dict[str, object]) -> None:
    assert decode(rfc8785.dumps(value)) == value  # type: ignore[arg-type] # hypothesis' values are JSON


@given(OBJECTS, st.booleans(), st.booleans(), st.sampled_from([(",", ":"), (", ", ": ")]))
def test_what_is_encoded_otherwise_is_refused(
    value: dict[str, object], ascii_only: bool, in_order: bool, separators: tuple[str, str]
) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only, sort_keys=in_order, separators=separators)
    if text.encode() == rfc8785.dumps(value):  # type: ignore[arg-type] # hypothesis' values are JSON
        assert decode(text.encode()) == value
    else:
        with pytest.raises(NotCanonicalError):
            decode(text.encode())


@pytest.mark.parametrize(
    "text",
    [
        '{"a":-0}',
        '{"a":1.0}',
        '{"a":1e2}',
        '{"a":NaN}',
        '{"a":Infinity}',
        '{"a":-Infinity}',
        '{"a":9007199254740992}',
        '{"a":-9007199254740992}',
        '{"a":' + "9" * 5000 + "}",
        '{"a":01}',
        '{"a":"\\u0061"}',
        '{"a":"\\ud800"}',
        '{"a":"\\ud83d\\ude00"}',
        '{"\ue000":1,"\U00010000":1}',
        '{"a":1,"a":1}',
        '{"a":' + "[" * 100_000 + "]" * 100_000 + "}",
        '\ufeff{"a":1}',
        '{"a":1}\n',
        "[]",
    ],
)
def test_tricks_are_refused(text: str) -> None:
    with pytest.raises(NotCanonicalError):
        decode(text.encode())


@pytest.mark.parametrize("number", [2**53 - 1, -(2**53) + 1, 0])
def test_the_largest_integers_are_kept(number: int) -> None:
    assert decode(b'{"a":%d}' % number) == {"a": number}


@pytest.mark.parametrize("depth", [1, 90, 110, 200])
def test_values_may_be_nested(depth: int) -> None:
    text = '{"a":' * depth + "1" + "}" * depth
    assert rfc8785.dumps(decode(text.encode())) == text.encode()
    with pytest.raises(NotCanonicalError):
        decode(text.replace("1", " 1").encode())
