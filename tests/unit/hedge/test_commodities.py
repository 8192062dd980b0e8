"""Metals by their names and aliases, and the symbols of their prices."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hedge.model.commodity import SYMBOLS, Commodity, read_commodity, read_symbol, symbol_of

NAMES = {
    "ALUMINUM": "ALUMINUM",
    "ALUMINIUM": "ALUMINUM",
    "LME_AL": "ALUMINUM",
    "COPPER": "COPPER",
    "LME_CU": "COPPER",
    "ZINC": "ZINC",
    "LME_ZN": "ZINC",
    "NICKEL": "NICKEL",
    "LME_NI": "NICKEL",
    "LEAD": "LEAD",
    "LME_PB": "LEAD",
    "TIN": "TIN",
    "LME_SN": "TIN",
}


@pytest.mark.parametrize(("name", "commodity"), NAMES.items())
@pytest.mark.parametrize("written", [str.upper, str.lower, str.title, str.swapcase])
def test_a_metal_goes_by_its_names_in_any_case(name: str, commodity: str, written: Callable[[str], str]) -> None:
    assert read_commodity(written(name)) == commodity


# "ı" and "ſ" become ASCII letters in upper case.
@pytest.mark.parametrize(
    "text",
    ["", " TIN", "TIN ", "TIN\n", "GOLD", "LME_ALU", "LME-CU", "CU", "tın", "LME_ſN", "ＴＩＮ", "ТIN", "T" * 9000],
)
def test_anything_else_is_no_metal(text: str) -> None:
    with pytest.raises(ValueError, match="commodity"):
        read_commodity(text)


@given(st.text(max_size=12))
def test_only_known_names_are_read(text: str) -> None:
    if text.upper() in NAMES and text.isascii():
        return
    with pytest.raises(ValueError, match="commodity"):
        read_commodity(text)


def test_each_metal_has_its_own_symbol() -> None:
    assert {commodity.value: symbol_of(commodity) for commodity in Commodity} == {
        "ALUMINUM": "LME_ALU_CASH_SETTLEMENT_DAILY",
        "COPPER": "LME_CU_CASH_SETTLEMENT_DAILY",
        "ZINC": "LME_ZN_CASH_SETTLEMENT_DAILY",
        "NICKEL": "LME_NI_CASH_SETTLEMENT_DAILY",
        "LEAD": "LME_PB_CASH_SETTLEMENT_DAILY",
        "TIN": "LME_SN_CASH_SETTLEMENT_DAILY",
    }
    assert all(read_symbol(symbol) == symbol for symbol in SYMBOLS.values())


@pytest.mark.parametrize(
    "text",
    ["", "LME_CU", "lme_cu_cash_settlement_daily", "LME_AL_CASH_SETTLEMENT_DAILY", "LME_CU_CASH_SETTLEMENT_DAILY "],
)
def test_a_symbol_is_exact(text: str) -> None:
    with pytest.raises(ValueError, match="symbol"):
        read_symbol(text)
