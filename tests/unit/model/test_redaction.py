"""What may be kept of a request: declared, not secret, and nothing that looks like a secret."""

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lacre.model.canonical import encode
from lacre.model.redaction import Field, Shape, looks_secret, recordable_id, redact, screened

SHAPE: Shape = {"name": Field.KEPT, "pin": Field.SECRET, "legs": {"side": Field.KEPT, "key": Field.SECRET}}


def test_declared_fields_are_kept_and_secret_ones_dropped() -> None:
    body = {"name": "Lia", "pin": "482913", "legs": [{"side": "buy", "key": "k"}]}
    assert redact(body, SHAPE) == {"name": "Lia", "legs": [{"side": "buy"}]}


def test_what_has_the_form_of_a_pin_is_withheld_in_any_field() -> None:
    assert redact({"name": "482913"}, SHAPE) == {"name": "[withheld: text of 6]"}
    assert redact({"name": 482913}, SHAPE) == {"name": "[withheld: int]"}
    assert redact({"name": ["482913", "Lia"]}, SHAPE) == {"name": ["[withheld: text of 6]", "Lia"]}
    assert redact({"name": -482913}, SHAPE) == {"name": "[withheld: int]"}
    assert redact({"name": "Ana 482913 "}, SHAPE) == {"name": "[withheld: text of 11]"}


def test_a_thousand_unknown_fields_take_no_room() -> None:
    kept = redact({f"field-{number}": number for number in range(1000)}, SHAPE)
    assert isinstance(kept, dict)
    assert len(str(kept)) < 1000
    assert "980 more" in str(kept)


def test_unknown_fields_leave_type_and_length_but_no_name() -> None:
    kept = redact({"name": "Lia", "482913112233": "482913112233", "more": [1, 2]}, SHAPE)
    assert kept == {"name": "Lia", "unknown_fields": ["[withheld: text of 12]", "[withheld: array of 2]"]}


@pytest.mark.parametrize("member", [1, [], {"side": "1 2 3"}, "\ud800", {"more": 1}])
@pytest.mark.parametrize("field", ["name", "legs"])
def test_of_a_body_made_to_be_looked_at_for_ever_the_rest_is_counted(field: str, member: object) -> None:
    count = 80_000
    kept = redact({field: [member] * count}, SHAPE)
    assert isinstance(kept, dict)
    found = kept[field]
    assert isinstance(found, list)
    assert found[-1] == f"[withheld: {count - len(found) + 1} more]"
    assert 25_000 < len(found) < 70_000


def test_nothing_of_a_large_and_honest_body_is_left_out() -> None:
    legs = [{"side": f"buy {'and sell ' * 20}"}] * 2_500
    assert redact({"legs": legs}, SHAPE) == {"legs": legs}


CHANCE = random.Random(7)


@pytest.mark.parametrize(
    "text",
    [
        "482913112233",
        "my pin is 482913112233 ok",
        "4000123412341234",
        "paid with 4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "5 4111.1111.1111.1111 1",
        "3782 822463 10005",
        f"lcr_{CHANCE.randbytes(20).hex()}",
        f"eyJ{CHANCE.randbytes(12).hex()}.eyJhIjoxfQ.sig",
        CHANCE.randbytes(16).hex(),
        f"key={CHANCE.randbytes(14).hex()}a1",
    ],
)
def test_what_looks_like_a_secret_is_withheld(text: str) -> None:
    assert looks_secret(text)
    assert text not in screened(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ana Maria dos Santos",
        "+258841234567",
        "01a1ee56-5e00-75b1-a522-4a58b791df6a",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/156.0.8078.73",
        "2026-11-22T09:30:00.123Z",
        "192.0.2.1/24",
        "2026-11-22 09.30.01 and 1 2 3 4 5 6 7 8 9",
        "4111 1111 1111 1112",
        "+258 84 000 0001",
        "MULTIPLE_FAILED_LOGINS",
    ],
)
def test_what_people_write_is_kept(text: str) -> None:
    assert screened(text) == text


DIGITS = st.from_regex(r"[0-9]{12,20}", fullmatch=True)
HOSTILE = st.recursive(
    DIGITS | st.text() | st.floats() | st.integers() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(DIGITS | st.sampled_from(list(SHAPE)), inner),
    max_leaves=12,
)


@given(HOSTILE)
def test_no_run_of_twelve_digits_survives_anywhere_and_the_rest_can_be_recorded(body: object) -> None:
    kept = redact(body, SHAPE)
    stored = encode({"body": kept})
    assert not looks_secret(json.dumps(json.loads(stored), ensure_ascii=False).replace("+", " "))


@pytest.mark.parametrize(
    ("given_id", "kept"),
    [
        ("01a1ee56-5e00-75b1-a522-4a58b791df6a", "01a1ee56-5e00-75b1-a522-4a58b791df6a"),
        ("1007", "1007"),
        ("482913", "[withheld: text of 6]"),
        ("482913112233", "[withheld: text of 12]"),
        ("../../etc", "[withheld: text of 9]"),
    ],
)
def test_ids_of_paths_are_kept_only_where_they_can_be_ids(given_id: str, kept: str) -> None:
    assert recordable_id(given_id) == kept
