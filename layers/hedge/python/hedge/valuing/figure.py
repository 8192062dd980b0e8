"""A figure beside what it was made of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, Protocol, TypeVar

from hedge.figures.cashflow import delivery_of
from hedge.model.amounts import write_money, write_quantity
from hedge.model.contract import HedgeContract
from hedge.model.order import Order, text_of
from hedge.model.portfolio import Portfolio
from hedge.model.price import PriceKey
from lacre.model.canonical import JsonObject


class Showable(Protocol):
    def shown(self) -> JsonObject:
        """The figure as the API and the log show it."""
        ...


F = TypeVar("F", bound=Showable, covariant=True)


@dataclass(frozen=True)
class Figure(Generic[F]):
    """`inputs` hold all that the value was derived from, and nothing else: equal ones give equal values."""

    value: F
    inputs: JsonObject


def inputs_of(portfolio: Portfolio, prices: Mapping[PriceKey, Decimal]) -> JsonObject:
    """What marks to market of a portfolio are made of, in the order of ids, symbols and days."""
    return {
        "contracts": [_contract(one) for one in _by_id(portfolio.contracts.values())],
        "orders": [_order(one) for one in _by_id(portfolio.orders.values()) if one.is_variable],
        "prices": [
            {"symbol": symbol, "settlement_date": day.isoformat(), "price_usd": write_money(price)}
            for (symbol, day), price in sorted(prices.items())
        ],
    }


Kept = TypeVar("Kept", Order, HedgeContract)


def _by_id(kept: Iterable[Kept]) -> list[Kept]:
    return sorted(kept, key=lambda one: one.id)


def _contract(contract: HedgeContract) -> JsonObject:
    return {
        "id": contract.id,
        "commodity": contract.commodity.value,
        "classification": contract.classification.value,
        "quantity_mt": write_quantity(contract.quantity),
        "fixed_price_value": write_money(contract.fixed_price),
        "settlement_date": text_of(contract.settlement_date),
    }


def _order(order: Order) -> JsonObject:
    return {
        "id": order.id,
        "commodity": order.commodity.value,
        "order_type": order.order_type.value,
        "quantity_mt": write_quantity(order.quantity),
        "avg_entry_price": None if order.avg_entry_price is None else write_money(order.avg_entry_price),
        "settlement_date": text_of(delivery_of(order)),
    }
