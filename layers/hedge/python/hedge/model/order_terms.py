"""Which terms of an order go together: a fixed price stands alone, a convention needs its own dates and no other's."""

import re
from collections.abc import Iterator, Mapping

from hedge.model.order import Convention, OrderTerms
from lacre.model.refusal import Fault, Ground, Refusal

_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])", re.ASCII)
_NEEDED_BY: Mapping[Convention, tuple[str, ...]] = {
    Convention.AVG: ("reference_month",),
    Convention.AVG_INTER: ("observation_date_start", "observation_date_end"),
    Convention.C2R: ("fixing_date",),
}


def require_sound(terms: OrderTerms) -> None:
    """Raises Refusal INVALID, with a fault for each term that is missing, out of place or out of order."""
    faults = faults_of(terms)
    if faults:
        raise Refusal(Ground.INVALID, "ORDER_INVALID", "The terms of this order do not go together.", faults=faults)


def faults_of(terms: OrderTerms) -> tuple[Fault, ...]:
    """Everything that is wrong with the terms of an order, at the fields of the request."""
    return (*_pricing_faults(terms), *_convention_faults(terms), *_date_faults(terms))


def _pricing_faults(terms: OrderTerms) -> Iterator[Fault]:
    if terms.is_variable and terms.convention is None:
        yield Fault("body.pricing_convention", "A variable price needs a convention.")
    if not terms.is_variable and terms.convention is not None:
        yield Fault("body.pricing_convention", "A fixed price has no convention.")
    if not terms.is_variable and terms.avg_entry_price is None:
        yield Fault("body.avg_entry_price", "A fixed price has to be given.")


def _convention_faults(terms: OrderTerms) -> Iterator[Fault]:
    needed = () if terms.convention is None else _NEEDED_BY[terms.convention]
    given = {
        "reference_month": terms.reference_month,
        "observation_date_start": terms.observation_start,
        "observation_date_end": terms.observation_end,
        "fixing_date": terms.fixing_date,
    }
    for name, value in given.items():
        if name in needed and value is None:
            yield Fault(f"body.{name}", "The convention needs this.")
        if name not in needed and value is not None:
            yield Fault(f"body.{name}", "Only another convention has this.")


def _date_faults(terms: OrderTerms) -> Iterator[Fault]:
    if terms.reference_month is not None and not _MONTH.fullmatch(terms.reference_month):
        yield Fault("body.reference_month", "Not a month, as 2026-03 is one.")
    for name, start, end in (
        ("observation_date_end", terms.observation_start, terms.observation_end),
        ("delivery_date_end", terms.delivery_start, terms.delivery_end),
    ):
        if start is not None and end is not None and end < start:
            yield Fault(f"body.{name}", "The end lies before the start.")
