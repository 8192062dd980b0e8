"""Quantities, prices and money: decimal text outside, `Decimal` inside, floats nowhere.

Quantities are metric tons with 3 decimals, prices USD per ton and money USD with 6. No operation looks at the decimal
context of the thread: what is exact stays exact, or raises `decimal.Inexact`.
"""

import re
from collections.abc import Iterable
from contextlib import AbstractContextManager
from decimal import (
    MAX_EMAX,
    MIN_EMIN,
    ROUND_HALF_EVEN,
    Context,
    Decimal,
    DivisionByZero,
    Inexact,
    InvalidOperation,
    localcontext,
)

# ASCII alone: Decimal would also take digits of other scripts, exponents, signs and underscores.
_QUANTITY = re.compile(r"[0-9]{1,12}(\.[0-9]{1,3})?", re.ASCII)
_PRICE = re.compile(r"[0-9]{1,12}(\.[0-9]{1,6})?", re.ASCII)
_MONEY = re.compile(r"-?[0-9]+\.[0-9]{6}", re.ASCII)
_THOUSANDTH = Decimal("0.001")
_MILLIONTH = Decimal("0.000001")
_PRECISION = 60
_EXACT = Context(_PRECISION, ROUND_HALF_EVEN, MIN_EMIN, MAX_EMAX, traps=[InvalidOperation, DivisionByZero, Inexact])
_ROUNDING = Context(_PRECISION, ROUND_HALF_EVEN, MIN_EMIN, MAX_EMAX, traps=[InvalidOperation, DivisionByZero])

ZERO = Decimal(0)


def read_quantity(text: str) -> Decimal:
    """Metric tons above zero: at most 12 digits before the point and 3 after it. Raises ValueError otherwise."""
    return _read(text, _QUANTITY, _THOUSANDTH, "quantity")


def read_price(text: str) -> Decimal:
    """USD per ton above zero: at most 12 digits before the point and 6 after it. Raises ValueError otherwise."""
    return _read(text, _PRICE, _MILLIONTH, "price")


def write_quantity(quantity: Decimal) -> str:
    """With exactly three decimals: `10.500`. Raises decimal.Inexact for one that has more."""
    return str(_EXACT.quantize(quantity, _THOUSANDTH))


def write_money(amount: Decimal) -> str:
    """A price or an amount with exactly six decimals: `126000.000000`. Raises decimal.Inexact for one with more."""
    return str(_EXACT.quantize(amount, _MILLIONTH))


def read_money(text: str) -> Decimal:
    """What `write_money` wrote. Raises ValueError for anything else."""
    if not _MONEY.fullmatch(text):
        raise ValueError("not an amount of money")
    return Decimal(text)


def product(quantity: Decimal, price: Decimal) -> Decimal:
    """What a quantity is worth: exact, then rounded half-even to six decimals. There is no negative zero."""
    return _EXACT.plus(_ROUNDING.quantize(_EXACT.multiply(quantity, price), _MILLIONTH))


def plus(augend: Decimal, addend: Decimal) -> Decimal:
    return _EXACT.add(augend, addend)


def minus(minuend: Decimal, subtrahend: Decimal) -> Decimal:
    return _EXACT.subtract(minuend, subtrahend)


def negated(amount: Decimal) -> Decimal:
    """Of zero, zero."""
    return _EXACT.minus(amount)


def total(amounts: Iterable[Decimal]) -> Decimal:
    """Their exact sum."""
    with exactly():
        return sum(amounts, ZERO)


def exactly() -> AbstractContextManager[Context]:
    """A context for many operations in a row: inside it `+` and `-` are `plus` and `minus`, and quicker."""
    return localcontext(_EXACT)


def _read(text: str, form: re.Pattern[str], last_place: Decimal, name: str) -> Decimal:
    if not form.fullmatch(text):
        raise ValueError(f"not a {name}")
    number = Decimal(text)
    if not number:
        raise ValueError(f"a {name} is more than nothing")
    return _EXACT.quantize(number, last_place)
