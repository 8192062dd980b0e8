"""Marking one contract or one order to market."""

from collections.abc import Callable
from datetime import date

from hedge.figures.mtm import Mtm, ObjectType, mtm_of_contract, mtm_of_order
from hedge.figures.quotes import D1, Quotes, needed
from hedge.model.portfolio import Portfolio
from hedge.ports.contracts import Contracts
from hedge.ports.finding import found
from hedge.ports.orders import Orders
from hedge.ports.prices import Prices
from hedge.valuing.figure import Figure, inputs_of
from lacre.model.vocabulary import EntityType


class MarkToMarket:
    def __init__(self, contracts: Contracts, orders: Orders, prices: Prices) -> None:
        self._contracts = contracts
        self._orders = orders
        self._prices = prices

    def __call__(self, object_type: ObjectType, object_id: str, as_of: date) -> Figure[Mtm]:
        """Raises Refusal: NOT_FOUND, CONFLICT for what has no mark to market, FAILED_DEPENDENCY without its price."""
        if object_type is ObjectType.HEDGE_CONTRACT:
            contract = found(self._contracts, EntityType.CONTRACT, object_id)
            held = Portfolio({}, {contract.id: contract})
            return self._figure(held, as_of, lambda d1: mtm_of_contract(contract, d1, as_of))
        order = found(self._orders, EntityType.ORDER, object_id)
        held = Portfolio({order.id: order}, {})
        return self._figure(held, as_of, lambda d1: mtm_of_order(order, d1, as_of))

    def _figure(self, held: Portfolio, as_of: date, mark: Callable[[D1], Mtm]) -> Figure[Mtm]:
        prices = self._prices.of(needed(held, as_of))
        return Figure(mark(Quotes(prices).d1), {"as_of_date": as_of.isoformat(), **inputs_of(held, prices)})
