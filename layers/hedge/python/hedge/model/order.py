"""An order: a physical sale (SO) or purchase (PO) of a metal."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from hedge.model.amounts import ZERO, write_money, write_quantity
from hedge.model.commodity import Commodity
from lacre.model import moment
from lacre.model.canonical import JsonObject

CURRENCY = "USD"
"""Of every price and amount of the desk."""


class OrderType(StrEnum):
    SALE = "SO"
    PURCHASE = "PO"


class PriceType(StrEnum):
    FIXED = "fixed"
    VARIABLE = "variable"


class Convention(StrEnum):
    """How a variable price is found: over a month, between two dates, or on one."""

    AVG = "AVG"
    AVG_INTER = "AVGInter"
    C2R = "C2R"


@dataclass(frozen=True, kw_only=True)
class OrderTerms:
    """What is agreed, and never changes: tons, USD per ton; `reference_month` is `2026-03`."""

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

    @property
    def is_variable(self) -> bool:
        return self.price_type is PriceType.VARIABLE


@dataclass(frozen=True, kw_only=True)
class Order(OrderTerms):
    """Terms that were agreed; times in ms since 1970.

    `linked` is how much of `quantity` links to open contracts take. Every change makes a version.
    """

    id: str
    created_at: int
    archived_at: int | None = None
    linked: Decimal = ZERO
    version: int = 1

    @property
    def is_live(self) -> bool:
        return self.archived_at is None

    def shown(self) -> JsonObject:
        """The order as the API and the log show it."""
        return {
            "id": self.id,
            "order_type": self.order_type.value,
            "commodity": self.commodity.value,
            "quantity_mt": write_quantity(self.quantity),
            "price_type": self.price_type.value,
            "pricing_convention": None if self.convention is None else self.convention.value,
            "avg_entry_price": None if self.avg_entry_price is None else write_money(self.avg_entry_price),
            "reference_month": self.reference_month,
            "observation_date_start": text_of(self.observation_start),
            "observation_date_end": text_of(self.observation_end),
            "fixing_date": text_of(self.fixing_date),
            "delivery_date_start": text_of(self.delivery_start),
            "delivery_date_end": text_of(self.delivery_end),
            "currency": CURRENCY,
            "linked_mt": write_quantity(self.linked),
            "archived_at": None if self.archived_at is None else moment.to_text(self.archived_at),
            "created_at": moment.to_text(self.created_at),
        }


def text_of(day: date | None) -> str | None:
    """`2026-03-15`, or None."""
    return None if day is None else day.isoformat()
