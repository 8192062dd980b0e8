"""What a scenario changes: contracts that nobody made, orders of another quantity, prices that were never published."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hedge.model.commodity import Commodity
from hedge.model.contract import FloatConvention, HedgeContract, Side
from hedge.model.price import PriceKey


@dataclass(frozen=True)
class AddContract:
    """Metric tons, USD per ton. The contract is linked to nothing and has no dates."""

    contract_id: str
    commodity: Commodity
    quantity: Decimal
    fixed_side: Side
    fixed_price: Decimal
    convention: FloatConvention

    @property
    def target(self) -> tuple[object, ...]:
        return AddContract, self.contract_id

    @property
    def contract(self) -> HedgeContract:
        return HedgeContract(
            id=self.contract_id,
            commodity=self.commodity,
            quantity=self.quantity,
            fixed_side=self.fixed_side,
            fixed_price=self.fixed_price,
            convention=self.convention,
            trade_date=None,
            settlement_date=None,
            created_at=0,
        )


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
