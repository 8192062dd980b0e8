"""Passwords: long enough, of letters and digits, without the user name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from identity.model.password import LONGEST, SHORTEST, fault_of, random_password
from tests.fakes.ambient import SeededEntropy


@pytest.mark.parametrize(
    "password", ["abcdefghijk1", "a" * 127 + "1", "uma ponte sobre o rio 7", "pássaro azul 9", "1234567890x!"]
)
def test_good_ones_are_taken(password: str) -> None:
    assert fault_of(password, "maria") is None


@pytest.mark.parametrize(
    "password",
    [
        "",
        "abcdefghij1",
        "a" * 128 + "1",
        "abcdefghijkl",
        "123456789012",
        "maria-e-o-rio-7",
        "O rio da MARIA 7",
        "abcdefghijk1\n",
        "abcdefghijk1\u0000",
        "abcdefghijk1\ud800",
        "abcdefghijk1\u202e",
    ],
)
def test_bad_ones_are_refused_without_a_word_of_them(password: str) -> None:
    fault = fault_of(password, "maria")
    assert fault is not None
    assert not password or password not in fault


@given(st.text(max_size=140))
def test_what_is_taken_has_its_form(password: str) -> None:
    if fault_of(password, "maria") is None:
        assert SHORTEST <= len(password) <= LONGEST
        assert password.encode(), "it can be hashed"


def test_random_ones_are_good_and_differ() -> None:
    entropy = SeededEntropy()
    drawn = [random_password(entropy) for _ in range(200)]
    assert len(set(drawn)) == 200
    assert all(fault_of(one, "maria") is None for one in drawn)
