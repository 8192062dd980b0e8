"""Whatever a text holds, on paper it is letters of the font: nothing turns, hides, overlaps or overflows."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lacre.exporting.pdf.fonts import advances
from lacre.exporting.pdf.shown import ELLIPSIS, clipped, shown, width_of, wrapped

any_text = st.text(st.characters(exclude_categories=["Cs"]))


@given(any_text)
def test_only_plain_letters_of_both_fonts_are_left(text: str) -> None:
    for letter in shown(text):
        assert ord(letter) in advances("")
        assert ord(letter) in advances("B")
        assert letter == " " or unicodedata.category(letter)[0] in "LNPS"


@given(any_text, any_text)
def test_two_texts_are_shown_as_two(one: str, other: str) -> None:
    assert (shown(one) == shown(other)) == (one == other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chókwè, 12 500,00 MT – ação", "Chókwè, 12 500,00 MT – ação"),
        ("a\u202egnp.exe", "a‹U+202E›gnp.exe"),
        ("\x00\x1b[31m\r\n\t", "‹U+0000›‹U+001B›[31m‹U+000D›‹U+000A›‹U+0009›"),
        ("😀", "‹U+1F600›"),
        ("e\u0301", "e‹U+0301›"),
        ("\u00a0\u200b\u00ad", "‹U+00A0›‹U+200B›‹U+00AD›"),
        ("‹U+202E›", "‹U+2039›U+202E›"),
        ("漢", "‹U+6F22›"),
        ("{nb} **bold** --under--", "{nb} **bold** --under--"),
    ],
)
def test_what_is_shown_and_how(text: str, expected: str) -> None:
    assert shown(text) == expected


@given(any_text, st.floats(6, 100), st.sampled_from([6.5, 7.0, 19.0]))
def test_what_does_not_fit_is_cut_and_says_so(text: str, width: float, points: float) -> None:
    line = clipped(text, "", points, width)
    assert width_of(line, "", points) <= width + 1e-6
    assert line == shown(text) or (line.endswith(ELLIPSIS) and shown(text).startswith(line[:-1]))


@given(any_text, st.floats(20, 100), st.integers(1, 4))
def test_lines_hold_the_beginning_of_the_text(text: str, width: float, most: int) -> None:
    lines = wrapped(text, "", 7, width, most)
    assert len(lines) <= most
    assert all(width_of(line, "", 7) <= width + 1e-6 for line in lines)
    held = "".join(lines).replace(" ", "").removesuffix(ELLIPSIS)
    assert shown(text).replace(" ", "").startswith(held)


def test_ten_thousand_letters_in_one_word_take_one_line_or_three() -> None:
    word = "x" * 10_000
    assert clipped(word, "", 7, 40).endswith("x…")
    assert [line[-1] for line in wrapped(word, "", 7, 40, 3)] == ["x", "x", "…"]
