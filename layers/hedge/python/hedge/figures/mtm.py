"""Mark to market: what a position would bring at the price D-1, signed. Who holds or buys gains as the price rises."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from hedge.figures.quotes import D1
from hedge.model.amounts import minus, product, write_money, write_quantity
from hedge.model.contract import HedgeContract, Status
from hedge.model.order import Order, OrderType
from lacre.model.canonical import JsonObject
from lacre.model.refusal import Ground, Refusal, Subject
from lacre.model.vocabulary import EntityType


class ObjectType(StrEnum):
    """What figures speak of."""

    HEDGE_CONTRACT = "hedge_contract"
    ORDER = "order"


@dataclass(frozen=True, kw_only=True)
class Mtm:
    """Money in USD, prices in USD per ton, the whole quantity in metric tons."""

    object_type: ObjectType
    object_id: str
    as_of_date: date
    mtm_value: Decimal
    price_d1: Decimal
    entry_price: Decimal
    quantity_mt: Decimal

    def shown(self) -> JsonObject:
        """The figure as the API and the log show it."""
        return {
            "object_type": self.object_type.value,
            "object_id": self.object_id,
            "as_of_date": self.as_of_date.isoformat(),
            "mtm_value": write_money(self.mtm_value),
            "price_d1": write_money(self.price_d1),
            "entry_price": write_money(self.entry_price),
            "quantity_mt": write_quantity(self.quantity_mt),
        }


def mtm_of_contract(contract: HedgeContract, d1: D1, as_of: date) -> Mtm:
    """Of an open contract. Raises Refusal CONFLICT NOT_ACTIVE or NOT_LIVE, or that of `d1`."""
    price = _price_of(contract, d1, as_of)
    return Mtm(
        object_type=ObjectType.HEDGE_CONTRACT,
        object_id=contract.id,
        as_of_date=as_of,
        mtm_value=_value(contract.quantity, contract.fixed_price, price, contract.is_long),
        price_d1=price,
        entry_price=contract.fixed_price,
        quantity_mt=contract.quantity,
    )


def value_of_contract(contract: HedgeContract, d1: D1, as_of: date) -> Decimal:
    """The value alone of `mtm_of_contract`, and what that raises."""
    return _value(contract.quantity, contract.fixed_price, _price_of(contract, d1, as_of), contract.is_long)


def mtm_of_order(order: Order, d1: D1, as_of: date) -> Mtm:
    """Of a live variable order. Raises Refusal CONFLICT NOT_LIVE, FIXED_ORDER or NO_ENTRY_PRICE, or that of `d1`."""
    if not order.is_live:
        raise _refused(EntityType.ORDER, order.id, "NOT_LIVE", "The order is archived.")
    if not order.is_variable:
        raise _refused(EntityType.ORDER, order.id, "FIXED_ORDER", "An order at a fixed price has no mark to market.")
    if order.avg_entry_price is None:
        raise no_entry_price(order)
    price = d1(order.commodity, as_of)
    return Mtm(
        object_type=ObjectType.ORDER,
        object_id=order.id,
        as_of_date=as_of,
        mtm_value=_value(order.quantity, order.avg_entry_price, price, order.order_type is OrderType.SALE),
        price_d1=price,
        entry_price=order.avg_entry_price,
        quantity_mt=order.quantity,
    )


def no_entry_price(order: Order) -> Refusal:
    """The refusal of an order that cannot be valued."""
    return _refused(EntityType.ORDER, order.id, "NO_ENTRY_PRICE", f"The order {order.id} has no entry price.")


def _price_of(contract: HedgeContract, d1: D1, as_of: date) -> Decimal:
    if contract.status is not Status.ACTIVE:
        raise _refused(EntityType.CONTRACT, contract.id, "NOT_ACTIVE", "The contract is not active.")
    if not contract.is_live:
        raise _refused(EntityType.CONTRACT, contract.id, "NOT_LIVE", "The contract is archived.")
    return d1(contract.commodity, as_of)


def _value(quantity: Decimal, entry: Decimal, price: Decimal, gains_as_price_rises: bool) -> Decimal:
    return product(quantity, minus(price, entry) if gains_as_price_rises else minus(entry, price))


def _refused(entity_type: EntityType, entity_id: str, code: str, sentence: str) -> Refusal:
    return Refusal(Ground.CONFLICT, code, sentence, subject=Subject(entity_type, entity_id))
