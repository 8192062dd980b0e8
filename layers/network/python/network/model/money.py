"""Amounts of money: decimal text outside, `Decimal` inside, floats nowhere."""

import re
from decimal import Decimal

from network.model.currencies import CURRENCIES

# ASCII alone: Decimal would also take digits of other scripts, exponents, signs and underscores.
_AMOUNT = re.compile(r"[0-9]{1,12}(\.[0-9]{1,2})?", re.ASCII)
_CENTS = Decimal("0.01")


def read_amount(text: str) -> Decimal:
    """An amount above zero: at most 12 digits before the point and 2 after it. Raises ValueError for anything else."""
    if not _AMOUNT.fullmatch(text):
        raise ValueError("not an amount")
    amount = Decimal(text)
    if not amount:
        raise ValueError("an amount is more than nothing")
    return amount.quantize(_CENTS)


def write_amount(amount: Decimal) -> str:
    """The canonical form, with two decimals: `12.50`."""
    return f"{amount:.2f}"


def read_currency(text: str) -> str:
    """A code of ISO 4217. Raises ValueError for anything else."""
    if text not in CURRENCIES:
        raise ValueError("not a currency")
    return text
