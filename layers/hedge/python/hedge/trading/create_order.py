"""Creating a sales or a purchase order."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hedge.model.commodity import Commodity
from hedge.model.order import Convention, Order, OrderType, PriceType
from hedge.model.order_terms import require_sound
from hedge.ports.orders import Orders
from hedge.trading.beginnings import Beginning, Beginnings
from hedge.trading.decided import Decided
from lacre.recording.change import Change


@dataclass(frozen=True, kw_only=True)
class OrderDraft:
    """An order to be made, in the terms of `hedge.model.order.Order`."""

    order_type: OrderType
    commodity: Commodity
    quantity: Decimal
    price_type: PriceType
    avg_entry_price: Decimal | None
    convention: Convention | None
    reference_month: str | None
    observation_start: date | None
    observation_end: date | None
    fixing_date: date | None
    delivery_start: date | None
    delivery_end: date | None

    def made(self, beginning: Beginning) -> Order:
        return Order(id=beginning.id, created_at=beginning.at, **vars(self))


class CreateOrder:
    def __init__(self, orders: Orders, beginnings: Beginnings) -> None:
        self._orders = orders
        self._beginnings = beginnings

    def __call__(self, draft: OrderDraft) -> Decided[Order]:
        """Raises Refusal INVALID for terms that do not go together."""
        order = draft.made(self._beginnings.now())
        require_sound(order)
        return Decided(order, Change(order.id, after=order.shown(), writes=self._orders.adding(order)))
