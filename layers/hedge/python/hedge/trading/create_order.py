"""Creating a sales or a purchase order."""

from hedge.model.order import Order, OrderTerms
from hedge.model.order_terms import require_sound
from hedge.ports.orders import Orders
from hedge.trading.beginnings import Beginnings
from hedge.trading.decided import Decided
from lacre.recording.change import Change


class CreateOrder:
    def __init__(self, orders: Orders, beginnings: Beginnings) -> None:
        self._orders = orders
        self._beginnings = beginnings

    def __call__(self, terms: OrderTerms) -> Decided[Order]:
        """Raises Refusal INVALID for terms that do not go together."""
        require_sound(terms)
        beginning = self._beginnings.now()
        order = Order(id=beginning.id, created_at=beginning.at, **vars(terms))
        return Decided(order, Change(order.id, after=order.shown(), writes=self._orders.adding(order)))
