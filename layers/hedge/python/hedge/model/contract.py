"""A hedge contract: two legs on opposite sides, one at a fixed price and one at a price that floats."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from hedge.model.amounts import ZERO, write_money, write_quantity
from hedge.model.commodity import Commodity
from hedge.model.order import PriceType, text_of
from lacre.model import moment
from lacre.model.canonical import JsonObject

PRICE_UNIT = "USD/MT"
_REFERENCE_DIGITS = 12


class Side(StrEnum):
    BUY = "buy"
    SELL = "sell"

    @property
    def opposite(self) -> "Side":
        return Side.SELL if self is Side.BUY else Side.BUY


class Classification(StrEnum):
    """Long buys at the fixed price, short sells at it."""

    LONG = "long"
    SHORT = "short"


class Status(StrEnum):
    ACTIVE = "active"
    SETTLED = "settled"
    CANCELLED = "cancelled"


class FloatConvention(StrEnum):
    AVG = "avg"
    AVG_INTER = "avginter"
    C2R = "c2r"


@dataclass(frozen=True, kw_only=True)
class HedgeContract:
    """Quantities in metric tons, prices in USD per ton, times in ms since 1970. Every change makes a version.

    `linked` is the sum of `links`: how much of `quantity` each order takes, by the order's id.
    """

    id: str
    commodity: Commodity
    quantity: Decimal
    fixed_side: Side
    fixed_price: Decimal
    convention: FloatConvention
    trade_date: date | None
    settlement_date: date | None
    created_at: int
    status: Status = Status.ACTIVE
    archived_at: int | None = None
    linked: Decimal = ZERO
    links: Mapping[str, Decimal] = field(default_factory=dict)
    version: int = 1

    @property
    def classification(self) -> Classification:
        return Classification.LONG if self.is_long else Classification.SHORT

    @property
    def is_long(self) -> bool:
        return self.fixed_side is Side.BUY

    @property
    def reference(self) -> str:
        """What people call it: `HC-` and the last 12 hexadecimal digits of its id."""
        return f"HC-{self.id.replace('-', '')[-_REFERENCE_DIGITS:].upper()}"

    @property
    def is_live(self) -> bool:
        return self.archived_at is None

    @property
    def is_open(self) -> bool:
        """Active and not archived: what figures are about."""
        return self.is_live and self.status is Status.ACTIVE

    def shown(self) -> JsonObject:
        """The contract as the API and the log show it."""
        return {
            "id": self.id,
            "reference": self.reference,
            "commodity": self.commodity.value,
            "quantity_mt": write_quantity(self.quantity),
            "legs": [
                {"side": self.fixed_side.value, "price_type": PriceType.FIXED.value},
                {"side": self.fixed_side.opposite.value, "price_type": PriceType.VARIABLE.value},
            ],
            "fixed_price_value": write_money(self.fixed_price),
            "fixed_price_unit": PRICE_UNIT,
            "float_pricing_convention": self.convention.value,
            "trade_date": text_of(self.trade_date),
            "settlement_date": text_of(self.settlement_date),
            "classification": self.classification.value,
            "status": self.status.value,
            "linked_mt": write_quantity(self.linked),
            "archived_at": None if self.archived_at is None else moment.to_text(self.archived_at),
            "created_at": moment.to_text(self.created_at),
        }
