"""A cursor fits the search that it came from, and nothing else is one."""

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lacre.model import canonical
from lacre.model.filters import Filters, Selection
from lacre.model.refusal import Refusal
from lacre.searching.cursor import Cursor

DIGEST = Selection().digest()
POSITION = "2026-11-18T11:06:40.000Z#0194a000-0000-7000-8000-000000000001"
CURSOR = Cursor(POSITION, True, DIGEST)


def sent(**fields: object) -> str:
    whole = {"p": POSITION, "d": "asc", "f": DIGEST} | fields
    return base64.urlsafe_b64encode(json.dumps(whole, sort_keys=True, separators=(",", ":")).encode()).decode()


def test_a_cursor_survives_its_encoding() -> None:
    assert Cursor.decode(CURSOR.encode(), ascending=True, digest=DIGEST) == CURSOR


@pytest.mark.parametrize(
    ("text", "ascending", "digest"),
    [
        (CURSOR.encode(), False, DIGEST),
        (CURSOR.encode(), True, Selection(Filters(actor_id="u-1")).digest()),
        (CURSOR.encode(), True, Selection(text="Ana").digest()),
        (CURSOR.encode() + "=", True, DIGEST),
        ("", True, DIGEST),
        ("x" * 10_000, True, DIGEST),
        ("é", True, DIGEST),
        (sent(p="never").rstrip("="), True, DIGEST),
        (sent(p=5).rstrip("="), True, DIGEST),
        (sent(p=POSITION[:13] + "x" * 300).rstrip("="), True, DIGEST),
        (sent(d="sideways").rstrip("="), True, DIGEST),
        (sent(f="short").rstrip("="), True, DIGEST),
        (sent(more=1).rstrip("="), True, DIGEST),
        (base64.urlsafe_b64encode(canonical.encode({"p": POSITION})).decode().rstrip("="), True, DIGEST),
    ],
)
def test_anything_else_is_refused(text: str, ascending: bool, digest: str) -> None:
    with pytest.raises(Refusal, match="BAD_CURSOR"):
        Cursor.decode(text, ascending=ascending, digest=digest)


@given(st.text() | st.binary().map(lambda raw: base64.urlsafe_b64encode(raw).decode().rstrip("=")))
def test_noise_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match="BAD_CURSOR"):
        Cursor.decode(text, ascending=True, digest=DIGEST)


def test_absent_and_literal_none_are_different_filters() -> None:
    assert Selection(Filters(actor_id="None")).digest() != Selection().digest()
