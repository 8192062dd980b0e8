"""What figures are derived from: the orders that live, the contracts that are open, and the links between them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from hedge.model.amounts import ZERO, exactly
from hedge.model.contract import HedgeContract
from hedge.model.order import Order


@dataclass(frozen=True)
class Portfolio:
    """Live orders, those at a fixed price too, and open contracts, by id.

    A contract's link counts if its order is here and variable: an order that was archived takes nothing any more.
    """

    orders: Mapping[str, Order]
    contracts: Mapping[str, HedgeContract]

    def linked_of_order(self, order_id: str) -> Decimal:
        """Metric tons of an order that open contracts hedge."""
        return self._linked[0].get(order_id, ZERO)

    def linked_of_contract(self, contract_id: str) -> Decimal:
        """Metric tons of a contract that hedge live variable orders."""
        return self._linked[1].get(contract_id, ZERO)

    @cached_property
    def _linked(self) -> tuple[Mapping[str, Decimal], Mapping[str, Decimal]]:
        """By order and by contract, in one pass over all links."""
        by_order: dict[str, Decimal] = defaultdict(Decimal)
        by_contract: dict[str, Decimal] = defaultdict(Decimal)
        counted = {order.id for order in self.orders.values() if order.is_variable}
        with exactly():
            for contract in self.contracts.values():
                for order_id in counted.intersection(contract.links):
                    by_order[order_id] += contract.links[order_id]
                    by_contract[contract.id] += contract.links[order_id]
        return by_order, by_contract
