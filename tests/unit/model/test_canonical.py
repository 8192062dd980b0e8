"""One value, one encoding; whatever has none is refused."""

import json

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from lacre.model.canonical import NotCanonicalError, decode, encode

SAFE = st.integers(-(2**53) + 1, 2**53 - 1)
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | SAFE | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)
OBJECTS = st.dictionaries(TEXT, VALUES, max_size=5)


@given(OBJECTS)
def test_what_is_encoded_is_decoded_and_encoded_to_the_same_bytes(value: dict[str, object]) -> None:
    stored = encode(value)  # type: ignore[arg-type]  # JSON by construction
    assert decode(stored) == value
    assert encode(decode(stored)) == stored


@given(OBJECTS)
def test_the_bytes_are_those_of_another_encoder(value: dict[str, object]) -> None:
    assert encode(value) == rfc8785.dumps(value)  # type: ignore[arg-type]  # JSON by construction


def test_a_name_that_is_no_text_is_refused() -> None:
    with pytest.raises(NotCanonicalError):
        encode({"a": {1: 2}})  # type: ignore[dict-item]  # on purpose


@given(OBJECTS, st.randoms())
def test_the_order_of_keys_does_not_matter(value: dict[str, object], chance: object) -> None:
    keys = list(value)
    chance.shuffle(keys)  # type: ignore[attr-defined]  # a random.Random
    assert encode({key: value[key] for key in keys}) == encode(value)  # type: ignore[misc, arg-type]  # likewise


@pytest.mark.parametrize("value", [1.5, 2**53, -(2**53), "\ud800", b"bytes", {1, 2}, object()])
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(NotCanonicalError):
        encode({"a": value})  # type: ignore[dict-item]  # on purpose
    with pytest.raises(NotCanonicalError):
        encode({"a": [{"b": value}]})  # type: ignore[dict-item]  # on purpose


@pytest.mark.parametrize(
    "stored",
    [
        b'{"a":1,"a":1}',
        b'{"a":{"b":1,"b":2}}',
        b'{"b":1,"a":2}',
        b'{"a": 1}',
        b'{"a":1}\n',
        b'{"a":1}\r\n',
        b'\xef\xbb\xbf{"a":1}',
        b'{"a":1.0}',
        b'{"a":1e2}',
        b'{"a":9007199254740992}',
        b'{"a":NaN}',
        b'{"a":-0}',
        b'{"a":"\\ud800"}',
        b'{"a":"\\u0041"}',
        b'["a"]',
        b'"a"',
        b"",
        b"[" * 100_000,
    ],
)
def test_bytes_that_are_not_canonical_are_refused(stored: bytes) -> None:
    with pytest.raises(NotCanonicalError):
        decode(stored)


def test_errors_do_not_quote_what_was_sent() -> None:
    with pytest.raises(NotCanonicalError) as caught:
        encode({"482913112233": 1.5})  # type: ignore[dict-item]  # on purpose
    assert "482913112233" not in str(caught.value)
    with pytest.raises(NotCanonicalError) as read:
        decode(json.dumps({"482913112233": 1.5}).encode())
    assert "482913112233" not in str(read.value)


def test_depth_and_length_beyond_reason_are_refused() -> None:
    with pytest.raises(NotCanonicalError):
        decode(b'{"a":' * 100_000 + b"1" + b"}" * 100_000)
    with pytest.raises(NotCanonicalError):
        decode(b'{"a":' + b"9" * 5000 + b"}")
