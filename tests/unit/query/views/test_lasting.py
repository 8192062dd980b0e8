"""Stretches of time for people."""

import pytest

from functions.query.views.lasting import lasting, offset


@pytest.mark.parametrize(
    ("milliseconds", "text"),
    [
        (0, "0 ms"),
        (999, "999 ms"),
        (2_399, "2.3 s"),
        (59_999, "59.9 s"),
        (60_000, "1 min"),
        (250_000, "4 min 10 s"),
        (3_600_000, "1 h"),
        (11_520_000, "3 h 12 min"),
        (187_200_000, "2 d 4 h"),
    ],
)
def test_two_units_are_told(milliseconds: int, text: str) -> None:
    assert lasting(milliseconds) == text


def test_an_offset_has_its_sign() -> None:
    assert (offset(2_300), offset(-4), offset(0)) == ("+2.3 s", "−4 ms", "+0 ms")
