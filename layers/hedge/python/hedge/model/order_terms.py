"""Which terms of an order go together: a fixed price stands alone, a convention needs its own dates and no other's."""

import re
from collections.abc import Iterator, Mapping

from hedge.model.order import Convention, Order
from lacre.model.refusal import Fault, Ground, Refusal

_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])", re.ASCII)
_NEEDED_BY: Mapping[Convention, tuple[str, ...]] = {
    Convention.AVG: ("reference_month",),
    Convention.AVG_INTER: ("observation_date_start", "observation_date_end"),
    Convention.C2R: ("fixing_date",),
}


def require_sound(order: Order) -> None:
    """Raises Refusal INVALID, with a fault for each term that is missing, out of place or out of order."""
    faults = faults_of(order)
    if faults:
        raise Refusal(Ground.INVALID, "ORDER_INVALID", "The terms of this order do not go together.", faults=faults)


def faults_of(order: Order) -> tuple[Fault, ...]:
    """Everything that is wrong with the terms of an order, at the fields of the request."""
    return (*_pricing_faults(order), *_convention_faults(order), *_date_faults(order))


def _pricing_faults(order: Order) -> Iterator[Fault]:
    if order.is_variable and order.convention is None:
        yield Fault("body.pricing_convention", "A variable price needs a convention.")
    if not order.is_variable and order.convention is not None:
        yield Fault("body.pricing_convention", "A fixed price has no convention.")
    if not order.is_variable and order.avg_entry_price is None:
        yield Fault("body.avg_entry_price", "A fixed price has to be given.")


def _convention_faults(order: Order) -> Iterator[Fault]:
    needed = () if order.convention is None else _NEEDED_BY[order.convention]
    given = {
        "reference_month": order.reference_month,
        "observation_date_start": order.observation_start,
        "observation_date_end": order.observation_end,
        "fixing_date": order.fixing_date,
    }
    for name, value in given.items():
        if name in needed and value is None:
            yield Fault(f"body.{name}", "The convention needs this.")
        if name not in needed and value is not None:
            yield Fault(f"body.{name}", "Only another convention has this.")


def _date_faults(order: Order) -> Iterator[Fault]:
    if order.reference_month is not None and not _MONTH.fullmatch(order.reference_month):
        yield Fault("body.reference_month", "Not a month, as 2026-03 is one.")
    for name, start, end in (
        ("observation_date_end", order.observation_start, order.observation_end),
        ("delivery_date_end", order.delivery_start, order.delivery_end),
    ):
        if start is not None and end is not None and end < start:
            yield Fault(f"body.{name}", "The end lies before the start.")
