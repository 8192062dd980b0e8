"""Plain text: one line of what people write, and nothing that must not be kept."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from lacre.http.text import MAXIMUM_CHARACTERS, PlainText
from lacre.model.redaction import looks_secret

PLAIN: TypeAdapter[str] = TypeAdapter(PlainText)


@pytest.mark.parametrize("text", ["Ana", "Santa Bárbara d'Oeste", "Distrito 7", "N'gola & Filhos", "Ilha (sul)", "李"])
def test_names_are_taken_as_they_are(text: str) -> None:
    assert PLAIN.validate_python(text) == text


def test_equal_texts_become_equal() -> None:
    assert PLAIN.validate_python(" Zambe\u0301zia ") == PLAIN.validate_python("Zamb\u00e9zia")


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "a" * (MAXIMUM_CHARACTERS + 1),
        "482913",
        "PIN482913x",
        "\u0661\u0662\u0663\u0664\u0665\u0666",
        "a\nb",
        "a\u0000b",
        "a\u2028b",
        "a\u202eb",
        "a\u2066b",
        "a\u200fb",
        "eyJhbGciOiJub25lIn0",
        "lcr_abc",
        "4f9a0c2b7d1e8f6a5b3c2d1e",
        5,
        None,
    ],
)
def test_other_texts_are_refused(text: object) -> None:
    with pytest.raises(ValidationError):
        PLAIN.validate_python(text)


@given(st.text())
def test_what_is_taken_is_short_visible_composed_and_no_secret(text: str) -> None:
    try:
        taken = PLAIN.validate_python(text)
    except ValidationError:
        return
    assert taken.strip()
    assert taken == unicodedata.normalize("NFC", taken)
    assert not looks_secret(taken)
    assert not any(unicodedata.category(character) in ("Cc", "Cs") for character in taken)
    assert PLAIN.validate_python(taken) == taken, "taking twice changes nothing"
