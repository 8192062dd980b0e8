"""Quantities, prices and money: read strictly, written in one form, never through a float or a context."""

from decimal import ROUND_UP, Context, Decimal, Inexact, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hedge.model.amounts import (
    ZERO,
    minus,
    negated,
    plus,
    product,
    read_money,
    read_price,
    read_quantity,
    total,
    write_money,
    write_quantity,
)

HOSTILE = (
    *(
        "",
        "0",
        "0.0",
        "-1",
        "+1",
        "-0",
        "1.",
        ".5",
        ".",
        "1,5",
        "1.5.0",
        "1 000",
        "1_000",
        " 1",
        "1 ",
        "1\n",
        "\t1",
        "1\x00",
    ),
    *(
        "1e3",
        "1E-3",
        "1e",
        "0x1",
        "NaN",
        "nan",
        "sNaN",
        "Infinity",
        "-Infinity",
        "inf",
        "None",
        "1/2",
        "1t",
        "true",
        "1.5-",
    ),
    *(
        "١٢",
        "１２",
        "१२",
        "²",
        "Ⅻ",
        "1．5",
        "1٫5",
        "−1",
        "1\u200b",
        "1000000000000",
        "0" * 13,
        "9" * 400,
        "1" * 100_000,
    ),
)
MILLIONTHS = 10**6


@pytest.mark.parametrize(
    ("text", "canonical"),
    [("10.5", "10.500"), ("10", "10.000"), ("0.001", "0.001"), ("007.10", "7.100"), ("999999999999.999",) * 2],
)
def test_a_quantity_has_one_canonical_form(text: str, canonical: str) -> None:
    assert write_quantity(read_quantity(text)) == canonical
    assert read_quantity(canonical) == read_quantity(text)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [("2600", "2600.000000"), ("0.000001", "0.000001"), ("2585.123457",) * 2, ("999999999999.999999",) * 2],
)
def test_a_price_has_one_canonical_form(text: str, canonical: str) -> None:
    assert write_money(read_price(text)) == canonical
    assert read_price(canonical) == read_price(text) == read_money(canonical)


@pytest.mark.parametrize("text", [*HOSTILE, "0.000", "1.0000", "1.0001"])
def test_anything_else_is_no_quantity(text: str) -> None:
    with pytest.raises(ValueError, match="quantity"):
        read_quantity(text)


@pytest.mark.parametrize("text", [*HOSTILE, "0.000000", "1.0000000", "1.0000001"])
def test_anything_else_is_no_price(text: str) -> None:
    with pytest.raises(ValueError, match="price"):
        read_price(text)


@pytest.mark.parametrize(
    "text", ["", "1", "1.0", "1.0000000", "+1.000000", "NaN", "1e6", "١.000000", "1.000000 ", ".000000"]
)
def test_only_what_was_written_is_read_as_money(text: str) -> None:
    with pytest.raises(ValueError, match="money"):
        read_money(text)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_context_without_traps_lets_nothing_through(text: str) -> None:
    with localcontext(Context(prec=1, traps=[])), pytest.raises(ValueError, match="price"):
        read_price(text)


@given(st.text(alphabet="0123456789.+-eE_ nN١٢", max_size=20))
def test_what_is_read_is_what_was_sent(text: str) -> None:
    try:
        quantity = read_quantity(text)
    except ValueError:
        return
    whole, _, decimals = text.partition(".")
    assert write_quantity(quantity) == f"{int(whole)}.{decimals:0<3}"


THOUSANDTHS_OF_TONS = st.integers(1, 10**15 - 1)
SIGNED_PRICES = st.integers(-(10**18), 10**18)


@given(THOUSANDTHS_OF_TONS, SIGNED_PRICES)
def test_a_product_is_exact_and_then_rounded_to_the_even_neighbour(tons: int, price: int) -> None:
    worth = product(Decimal((0, _digits(tons), -3)), Decimal((price < 0, _digits(abs(price)), -6)))
    exact = Fraction(tons, 1000) * Fraction(price, MILLIONTHS)
    # Fraction rounds half to even.
    assert Fraction(worth) == Fraction(round(exact * MILLIONTHS), MILLIONTHS)
    assert read_money(write_money(worth)) == worth
    assert not (worth.is_signed() and not worth)


@pytest.mark.parametrize(
    ("quantity", "price", "worth"),
    [
        ("0.5", "0.000001", "0.000000"),
        ("1.5", "0.000001", "0.000002"),
        ("2.5", "0.000001", "0.000002"),
        ("2.501", "0.000001", "0.000003"),
        ("2.5", "-0.000001", "-0.000002"),
        ("3.5", "-0.000001", "-0.000004"),
        ("0.5", "-0.000001", "0.000000"),
        ("0.001", "-0.000001", "0.000000"),
        ("999999999999.999", "999999999999.999999", "999999999999998999000000.000000"),
    ],
)
def test_ties_and_extremes(quantity: str, price: str, worth: str) -> None:
    assert write_money(product(Decimal(quantity), Decimal(price))) == worth


@given(st.lists(st.integers(-(10**30), 10**30), max_size=40))
def test_sums_are_exact_whatever_their_order(millionths: list[int]) -> None:
    amounts = [Decimal((one < 0, _digits(abs(one)), -6)) for one in millionths]
    with localcontext(Context(prec=1, rounding=ROUND_UP, traps=[])):
        found = total(amounts)
        assert found == total(reversed(amounts))
    assert Fraction(found) == Fraction(sum(millionths), MILLIONTHS)


@given(st.integers(-(10**24), 10**24), st.integers(-(10**24), 10**24))
def test_adding_and_taking_away_are_exact(one: int, other: int) -> None:
    with localcontext(Context(prec=1, rounding=ROUND_UP, traps=[])):
        assert plus(Decimal(one), Decimal(other)) == Decimal(one + other)
        assert minus(Decimal(one), Decimal(other)) == Decimal(one - other)
        assert negated(Decimal(one)) == Decimal(-one)


def test_the_opposite_of_nothing_is_nothing() -> None:
    assert write_money(negated(ZERO)) == write_money(negated(Decimal("-0.000000"))) == "0.000000"


@pytest.mark.parametrize("amount", ["0.0000001", "1.0000005", "1e-30"])
def test_money_is_not_rounded_by_being_written(amount: str) -> None:
    with localcontext(Context(traps=[])), pytest.raises(Inexact):
        write_money(Decimal(amount))


def test_a_quantity_is_not_rounded_by_being_written() -> None:
    with localcontext(Context(traps=[])), pytest.raises(Inexact):
        write_quantity(Decimal("1.0001"))


def test_a_sum_that_would_not_be_exact_is_an_error() -> None:
    with localcontext(Context(traps=[])), pytest.raises(Inexact):
        plus(Decimal(10) ** 60, Decimal("0.000001"))


def _digits(number: int) -> tuple[int, ...]:
    return tuple(int(digit) for digit in str(number))
