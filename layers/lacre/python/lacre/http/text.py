"""Texts as people write them: what a name, a place or a note may hold."""

import re
import unicodedata
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from lacre.model.redaction import looks_secret

MAXIMUM_CHARACTERS = 200

# A PIN, or a card number, in the wrong field: nothing of it may be kept, since the log never forgets.
_DIGITS = re.compile(r"\d{6}")
_CONTROLS = frozenset({"Cc", "Cs", "Cn", "Zl", "Zp"})
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def plain(text: str) -> str:
    """The text in Unicode's composed form (NFC), so that equal texts compare equal. Raises ValueError."""
    composed = unicodedata.normalize("NFC", text)
    if any(unicodedata.category(character) in _CONTROLS or character in _BIDI for character in composed):
        raise ValueError("control characters")
    if _DIGITS.search(composed) or looks_secret(composed):
        raise ValueError("a long number or a secret")
    return composed


PlainText = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=MAXIMUM_CHARACTERS),
    AfterValidator(plain),
]
"""One line, 1 to 200 characters: no controls, no bidirectional overrides, no run of six digits, no secret."""
