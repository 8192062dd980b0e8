"""Orders as the API shows them."""

from typing import Literal

from hedge.http.answers import Listed, Shown
from hedge.model.commodity import Commodity
from hedge.model.order import Convention, OrderType, PriceType


class OrderAnswer(Shown):
    """`linked_mt` is what links to active contracts take of `quantity_mt`; quantities and prices are decimal texts."""

    id: str
    order_type: OrderType
    commodity: Commodity
    quantity_mt: str
    price_type: PriceType
    pricing_convention: Convention | None
    avg_entry_price: str | None
    reference_month: str | None
    observation_date_start: str | None
    observation_date_end: str | None
    fixing_date: str | None
    delivery_date_start: str | None
    delivery_date_end: str | None
    currency: Literal["USD"]
    linked_mt: str
    archived_at: str | None
    created_at: str


class OrdersAnswer(Listed):
    orders: list[OrderAnswer]
