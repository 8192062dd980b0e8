"""Free JSON: no member named like a secret, nothing that looks like one, and nothing without canonical form."""

import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lacre.ingesting.screening import MAXIMUM_BYTES, MAXIMUM_DEPTH, UnfitJsonError, screened_json
from lacre.model.canonical import encode
from lacre.model.ranges import ranges_of

SECRETS = ["482913", "4111111111111111", "lcr_pos_abc", "eyJhbGciOiJI", "0f9c2b7e1d4a8f3b6c5d2e1f"]
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)


@pytest.mark.parametrize(
    "given_json",
    [
        {},
        {"limit": "12.50", "active": True, "note": None, "count": 12, "list": [1, ["a"], {"b": "c"}]},
        {"shipping_address": "Rua 7", "company": "N'gola", "spinner": 1, "passport": "x", "discard_note": "x"},
        {"id": "01a1ee56-5e00-75b1-a522-000000000001", "phone": "+258840000001"},
    ],
)
def test_what_is_harmless_is_kept_as_it_is(given_json: dict[str, Any]) -> None:
    assert screened_json(given_json) == given_json


@pytest.mark.parametrize(
    "name",
    [
        *("pin", "PIN", "pin_code", "pinCode", "newPin", "newpin", "pins", "old-pin", "user.pin", "PINHash", "Pin2"),
        *("password", "Password", "userPassword", "passwd", "pwd", "pass", "passphrase"),
        *("token", "access_token", "accessToken", "ACCESS_TOKEN", "refreshtoken", "idTokens", "bearer"),
        *("api_key", "apiKey", "APIKey", "apikey", "API-KEY", "x.api.key", "private_key", "secret", "clientSecret"),
        *("card", "card_number", "cardNumber", "cardnumber", "cards", "pan", "cvv", "cvc", "otp"),
        *("credential", "credentials", "authorization", "cookie", "set-cookie"),
    ],
)
@pytest.mark.parametrize("nest", [lambda one: one, lambda one: {"a": [{"b": one}]}], ids=["top", "nested"])
def test_a_member_named_like_a_secret_is_refused(name: str, nest: Any) -> None:
    with pytest.raises(UnfitJsonError, match="named like a secret"):
        screened_json(nest({name: None}))


@pytest.mark.parametrize(
    "name", ["", "a b", "município", "р\u0456n", "a" * 65, "a482913", "4a", "a\n", "p\u200bin", SECRETS[4]]
)
def test_names_of_members_are_plain_words(name: str) -> None:
    with pytest.raises(UnfitJsonError, match="Names of members") as refused:
        screened_json({"ok": [{name: 1}]})
    assert not name or name not in str(refused.value)


@pytest.mark.parametrize("secret", SECRETS)
def test_what_looks_like_a_secret_is_withheld(secret: str) -> None:
    kept = screened_json({"a": secret, "b": [f"it is {secret}."], "c": {"d": {"e": secret}}})
    assert secret not in json.dumps(kept)
    assert kept["a"] == f"[withheld: text of {len(secret)}]"


@pytest.mark.parametrize("number", [482913, -482913, 4111111111111111, 10**9])
def test_a_number_that_looks_like_a_secret_is_withheld(number: int) -> None:
    assert screened_json({"a": [number], "b": {"c": number}}) == {
        "a": ["[withheld: int]"],
        "b": {"c": "[withheld: int]"},
    }


@pytest.mark.parametrize("value", [1.5, 1.0, float("nan"), float("inf"), 2**53, -(2**53)])
def test_what_has_no_canonical_form_is_refused(value: float) -> None:
    with pytest.raises(UnfitJsonError, match="A number"):
        screened_json({"a": [{"b": value}]})


def test_text_that_cannot_be_written_is_kept_without_what_cannot() -> None:
    assert screened_json({"a": "x\ud800y"}) == {"a": "x?y"}


def test_it_is_bounded_by_what_was_sent() -> None:
    fits = {"a": "é" * ((MAXIMUM_BYTES - 9) // 2)}
    assert screened_json(fits) == {"a": "[withheld: text of 8187]"}
    with pytest.raises(UnfitJsonError, match="16 KiB"):
        screened_json({"a": fits["a"] + "é"})


def test_it_is_bounded_by_what_is_kept_too() -> None:
    """What is said in place of a secret is longer than the secret."""
    secrets = ["482913"] * 600
    assert screened_json({"a": secrets}) == {"a": ["[withheld: text of 6]"] * 600}
    assert len(json.dumps({"a": secrets * 2})) < MAXIMUM_BYTES
    with pytest.raises(UnfitJsonError, match="16 KiB"):
        screened_json({"a": secrets * 2})


def nested(depth: int) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = {"a": value}
    return value


def test_it_is_not_too_deep() -> None:
    assert screened_json(nested(MAXIMUM_DEPTH - 1)) == nested(MAXIMUM_DEPTH - 1)
    for depth in (MAXIMUM_DEPTH, 100_000):
        with pytest.raises(UnfitJsonError, match="levels deep"):
            screened_json(nested(depth))


@given(st.dictionaries(st.sampled_from(["a", "b", "limit", "pin"]) | st.text(max_size=6), json_values, max_size=4))
def test_what_is_kept_always_has_a_canonical_form(given_json: dict[str, Any]) -> None:
    try:
        kept = screened_json(given_json)
    except UnfitJsonError:
        return
    assert len(encode(kept)) <= MAXIMUM_BYTES


@given(st.sets(st.integers(1, 60)))
def test_ranges_are_all_the_numbers_with_gaps_between(numbers: set[int]) -> None:
    ranges = ranges_of([*numbers, *numbers])
    assert {number for first, last in ranges for number in range(first, last + 1)} == numbers
    assert all(low[1] + 1 < high[0] for low, high in pairwise(ranges))
