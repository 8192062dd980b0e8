"""What a scenario changes: contracts that nobody made, orders of another quantity, prices that were never published."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hedge.model.contract import HedgeContract
from hedge.model.price import PriceKey


@dataclass(frozen=True)
class AddContract:
    """A contract that is linked to nothing and has no dates."""

    contract: HedgeContract

    @property
    def target(self) -> tuple[object, ...]:
        return AddContract, self.contract.id


@dataclass(frozen=True)
class AdjustOrder:
    """The whole quantity of an order, in metric tons."""

    order_id: str
    quantity: Decimal

    @property
    def target(self) -> tuple[object, ...]:
        return AdjustOrder, self.order_id


@dataclass(frozen=True)
class OverridePrice:
    """The price of this symbol and day, in USD per ton, whether or not one was published."""

    key: PriceKey
    price: Decimal

    @property
    def target(self) -> tuple[object, ...]:
        return OverridePrice, self.key


Delta = AddContract | AdjustOrder | OverridePrice


@dataclass(frozen=True)
class Scenario:
    """What is asked: figures as of a day and of a period, both its days included, after the deltas."""

    as_of: date
    period_start: date
    period_end: date
    deltas: Sequence[Delta]
