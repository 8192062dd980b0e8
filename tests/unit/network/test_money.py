"""Amounts and currencies: read strictly, written in one form, never through a float."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.model.money import read_amount, read_currency, write_amount


@pytest.mark.parametrize(
    ("text", "canonical"),
    [("12.5", "12.50"), ("12", "12.00"), ("0.01", "0.01"), ("007.10", "7.10"), ("999999999999.99", "999999999999.99")],
)
def test_an_amount_has_one_canonical_form(text: str, canonical: str) -> None:
    assert write_amount(read_amount(text)) == canonical
    assert read_amount(canonical) == read_amount(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "0", "0.00", "-1", "+1", "1.", ".5", "1.234", "1,5", "1e3", "1_000", " 1", "1\n", "NaN", "Infinity"),
        *("0x1", "1000000000000", "1" * 400, "١٢", "１２", "1.5.0", "12.50 MZN"),
    ],
)
def test_anything_else_is_no_amount(text: str) -> None:
    with pytest.raises(ValueError, match="amount"):
        read_amount(text)


@given(st.integers(1, 10**14 - 1))
def test_no_cent_is_lost(cents: int) -> None:
    text = f"{cents // 100}.{cents % 100:02d}"
    assert write_amount(read_amount(text)) == text
    assert read_amount(text) == Decimal(cents) / 100


@pytest.mark.parametrize("text", ["mzn", "MZ", "MZNN", "MZN ", "ZZZ", "XXX", "XAU", "", "МZN"])
def test_a_currency_is_a_code_that_is_paid_in(text: str) -> None:
    assert read_currency("MZN") == "MZN"
    with pytest.raises(ValueError, match="currency"):
        read_currency(text)
