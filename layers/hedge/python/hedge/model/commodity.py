"""The six metals of the desk, the names that they go by, and the symbols that their settlement prices go by."""

from collections.abc import Mapping
from enum import StrEnum


class Commodity(StrEnum):
    ALUMINUM = "ALUMINUM"
    COPPER = "COPPER"
    ZINC = "ZINC"
    NICKEL = "NICKEL"
    LEAD = "LEAD"
    TIN = "TIN"


_ALIASES: Mapping[str, Commodity] = {
    **{commodity.value: commodity for commodity in Commodity},
    "ALUMINIUM": Commodity.ALUMINUM,
    "LME_AL": Commodity.ALUMINUM,
    "LME_CU": Commodity.COPPER,
    "LME_ZN": Commodity.ZINC,
    "LME_NI": Commodity.NICKEL,
    "LME_PB": Commodity.LEAD,
    "LME_SN": Commodity.TIN,
}
SYMBOLS: Mapping[Commodity, str] = {
    Commodity.ALUMINUM: "LME_ALU_CASH_SETTLEMENT_DAILY",
    Commodity.COPPER: "LME_CU_CASH_SETTLEMENT_DAILY",
    Commodity.ZINC: "LME_ZN_CASH_SETTLEMENT_DAILY",
    Commodity.NICKEL: "LME_NI_CASH_SETTLEMENT_DAILY",
    Commodity.LEAD: "LME_PB_CASH_SETTLEMENT_DAILY",
    Commodity.TIN: "LME_SN_CASH_SETTLEMENT_DAILY",
}
"""The symbol of each metal's daily cash settlement price."""

_KNOWN_SYMBOLS = frozenset(SYMBOLS.values())


def read_commodity(text: str) -> Commodity:
    """A metal by its name or an alias, in any case. Raises ValueError for anything else."""
    # Upper case makes ASCII letters of a few that are none, as of the dotless i.
    found = _ALIASES.get(text.upper()) if text.isascii() else None
    if found is None:
        raise ValueError("not a commodity")
    return found


def symbol_of(commodity: Commodity) -> str:
    return SYMBOLS[commodity]


def read_symbol(text: str) -> str:
    """A settlement symbol, exactly as `SYMBOLS` has it. Raises ValueError for anything else."""
    if text not in _KNOWN_SYMBOLS:
        raise ValueError("not a settlement symbol")
    return text
