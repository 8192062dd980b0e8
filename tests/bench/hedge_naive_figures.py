"""The figures of a scenario, computed the obvious way: each from its formula, prices got one at a time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from hedge.model.business_days import day_before
from hedge.model.commodity import SYMBOLS, Commodity

Price = Callable[[str, str], Decimal]
"""Of a symbol and a day."""

Links = Sequence[tuple[str, str, Decimal]]
_TONS, _MONEY, _ZERO = Decimal("0.001"), Decimal("0.000001"), Decimal(0)


@dataclass
class Position:
    """An order or a contract; `gains` if it gains as the price rises."""

    kind: str
    id: str
    commodity: str
    quantity: Decimal
    entry: Decimal
    gains: bool
    is_variable: bool
    day: str | None

    @classmethod
    def of_order(cls, row: dict[str, Any]) -> "Position":
        is_variable, day = row["price_type"] == "variable", row["delivery_end"] or row["delivery_start"]
        quantity, entry = Decimal(row["quantity"]), Decimal(row["avg_entry_price"])
        is_sale = row["order_type"] == "SO"
        return cls("order", row["id"], row["commodity"], quantity, entry, is_sale, is_variable, day)

    @classmethod
    def of_contract(cls, row: dict[str, Any]) -> "Position":
        quantity, entry = Decimal(row["quantity"]), Decimal(row["fixed_price"])
        is_long = row["fixed_side"] == "buy"
        day = row["settlement_date"]
        return cls("hedge_contract", row["id"], row["commodity"], quantity, entry, is_long, True, day)

    @classmethod
    def of_delta(cls, row: dict[str, str]) -> "Position":
        quantity, entry = Decimal(row["quantity_mt"]), Decimal(row["fixed_price_value"])
        is_long = row["fixed_leg_side"] == "buy"
        return cls("hedge_contract", row["contract_id"], row["commodity"], quantity, entry, is_long, True, None)


def figures(
    positions: Sequence[Position],
    links: Links,
    entries: Sequence[dict[str, Any]],
    price: Price,
    days: tuple[date, date, date],
) -> dict[str, Any]:
    """As of a day, and of a period from a day to a day."""
    as_of, start, end = days
    variable = sorted((one for one in positions if one.is_variable), key=lambda one: (one.kind, one.id))
    marks = [_mark(one, price, as_of) for one in variable]
    return {
        "commercial_exposure_snapshot": _exposures(variable, links, with_contracts=False),
        "global_exposure_snapshot": _exposures(variable, links, with_contracts=True),
        "mtm_snapshot": marks,
        "cashflow_snapshot": {"analytic": _analytic(variable, marks, as_of)},
        "pl_snapshot": _pl(variable, entries, price, start, end),
    }


def _value(one: Position, price: Price, as_of: date) -> tuple[Decimal, Decimal]:
    d1 = price(SYMBOLS[Commodity(one.commodity)], day_before(as_of).isoformat())
    return d1, one.quantity * (d1 - one.entry if one.gains else one.entry - d1)


def _mark(one: Position, price: Price, as_of: date) -> dict[str, Any]:
    d1, value = _value(one, price, as_of)
    return {
        "object_type": one.kind,
        "object_id": one.id,
        "as_of_date": as_of.isoformat(),
        "mtm_value": _money(value),
        "price_d1": _money(d1),
        "entry_price": _money(one.entry),
        "quantity_mt": _tons(one.quantity),
    }


def _analytic(variable: Sequence[Position], marks: Sequence[dict[str, Any]], as_of: date) -> dict[str, Any]:
    items = [
        {
            "object_type": one.kind,
            "object_id": one.id,
            "settlement_date": one.day,
            "amount_usd": mark["mtm_value"],
            "mtm_value": mark["mtm_value"],
        }
        for one, mark in zip(variable, marks, strict=True)
    ]
    total = sum((Decimal(mark["mtm_value"]) for mark in marks), _ZERO)
    return {"as_of_date": as_of.isoformat(), "items": items, "total_net_cashflow": _money(total)}


def _pl(
    variable: Sequence[Position], entries: Sequence[dict[str, Any]], price: Price, start: date, end: date
) -> list[dict[str, Any]]:
    unrealised = {one.id: _value(one, price, end)[1] for one in variable if one.kind == "hedge_contract"}
    realised = dict.fromkeys(unrealised, _ZERO)
    for entry in entries:
        contract_id, sign = entry["hedge_contract_id"], 1 if entry["direction"] == "IN" else -1
        realised[contract_id] = realised.get(contract_id, _ZERO) + sign * entry["amount"]
    return [
        {
            "entity_type": "hedge_contract",
            "entity_id": contract_id,
            "period_start": start.isoformat(),
            "period_end": end.isoformat(),
            "realized_pl": _money(realised[contract_id]),
            "unrealized_mtm": _money(unrealised.get(contract_id, _ZERO)),
        }
        for contract_id in sorted(realised)
    ]


def _exposures(variable: Sequence[Position], links: Links, *, with_contracts: bool) -> list[dict[str, Any]]:
    rows = []
    for metal in sorted({one.commodity for one in variable}):
        row = _exposure([one for one in variable if one.commodity == metal], links, with_contracts=with_contracts)
        if row["entities"]:
            rows.append({"commodity": metal, **row})
    return rows


def _exposure(of_metal: Sequence[Position], links: Links, *, with_contracts: bool) -> dict[str, Any]:
    counted = [one for one in of_metal if with_contracts or one.kind == "order"]
    contracts = [one for one in of_metal if one.kind == "hedge_contract"]
    # What is sold, and short contracts, are active: an order that gains as the price rises, a contract that does not.
    active = [one for one in counted if one.gains == (one.kind == "order")]
    passive = [one for one in counted if one.gains != (one.kind == "order")]
    whole = [sum((one.quantity for one in side), _ZERO) for side in (active, passive)]
    left = [sum((_left(one, links) for one in side), _ZERO) for side in (active, passive)]
    hedges = [sum((_left(one, links) for one in contracts if one.gains is is_long), _ZERO) for is_long in (True, False)]
    return {
        "pre_reduction_active": _tons(whole[0]),
        "pre_reduction_passive": _tons(whole[1]),
        "reduction_active": _tons(whole[0] - left[0]),
        "reduction_passive": _tons(whole[1] - left[1]),
        "active": _tons(left[0]),
        "passive": _tons(left[1]),
        "net": _tons(left[0] - left[1]),
        "hedge_long": _tons(hedges[0]),
        "hedge_short": _tons(hedges[1]),
        "entities": [
            {"entity_type": one.kind, "entity_id": one.id, "quantity_mt": _tons(_left(one, links))} for one in counted
        ],
    }


def _left(one: Position, links: Links) -> Decimal:
    return one.quantity - sum((tons for order, contract, tons in links if one.id in (order, contract)), _ZERO)


def _tons(quantity: Decimal) -> str:
    return str(quantity.quantize(_TONS))


def _money(amount: Decimal) -> str:
    return str(amount.quantize(_MONEY))
