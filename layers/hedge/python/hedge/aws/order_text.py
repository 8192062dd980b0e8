"""What of an order never changes, as one text: its own row holds it, and its row of the live portfolio."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

from hedge.model.amounts import ZERO, write_money, write_quantity
from hedge.model.commodity import Commodity
from hedge.model.order import Convention, Order, OrderType, PriceType, text_of


def order_text(order: Order) -> str:
    """Compact JSON."""
    return json.dumps(
        {
            "id": order.id,
            "order_type": order.order_type.value,
            "commodity": order.commodity.value,
            "quantity": write_quantity(order.quantity),
            "price_type": order.price_type.value,
            "avg_entry_price": None if order.avg_entry_price is None else write_money(order.avg_entry_price),
            "convention": None if order.convention is None else order.convention.value,
            "reference_month": order.reference_month,
            "observation_start": text_of(order.observation_start),
            "observation_end": text_of(order.observation_end),
            "fixing_date": text_of(order.fixing_date),
            "delivery_start": text_of(order.delivery_start),
            "delivery_end": text_of(order.delivery_end),
            "created_at": order.created_at,
        },
        separators=(",", ":"),
    )


def order_in(
    members: dict[str, Any], *, linked: Decimal = ZERO, archived_at: int | None = None, version: int = 1
) -> Order:
    """The order of a text's members, and of what is told beside it."""
    price, convention = members["avg_entry_price"], members["convention"]
    return Order(
        id=members["id"],
        order_type=OrderType(members["order_type"]),
        commodity=Commodity(members["commodity"]),
        quantity=Decimal(members["quantity"]),
        price_type=PriceType(members["price_type"]),
        avg_entry_price=None if price is None else Decimal(price),
        convention=None if convention is None else Convention(convention),
        reference_month=members["reference_month"],
        observation_start=day_in(members["observation_start"]),
        observation_end=day_in(members["observation_end"]),
        fixing_date=day_in(members["fixing_date"]),
        delivery_start=day_in(members["delivery_start"]),
        delivery_end=day_in(members["delivery_end"]),
        created_at=members["created_at"],
        archived_at=archived_at,
        linked=linked,
        version=version,
    )


def day_in(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
