"""Which orders and contracts go together, and how much of them."""

from collections.abc import Collection
from decimal import Decimal

from hedge.model.amounts import minus, write_quantity
from hedge.model.contract import Classification, HedgeContract
from hedge.model.order import Order, OrderType
from hedge.model.transitions import MOST_LINKED
from lacre.model.refusal import Fault, Ground, Refusal

_HEDGED_BY = {OrderType.SALE: Classification.SHORT, OrderType.PURCHASE: Classification.LONG}


def require_fit(order: Order, contract: HedgeContract) -> None:
    """Raises Refusal INVALID, with a fault for each reason why the two do not go together."""
    faults: list[Fault] = []
    if not order.is_variable:
        faults.append(Fault("body.order_id", "An order at a fixed price is not hedged."))
    if contract.commodity is not order.commodity:
        faults.append(Fault("body.contract_id", "This contract is of another commodity."))
    if contract.classification is not _HEDGED_BY[order.order_type]:
        faults.append(Fault("body.contract_id", "A short contract hedges a sale, a long one a purchase."))
    if faults:
        sentence = "This order and this contract do not go together."
        raise Refusal(Ground.INVALID, "LINKAGE_INVALID", sentence, faults=tuple(faults))


def require_room(order: Order, contract: HedgeContract, quantity: Decimal) -> None:
    """Raises Refusal BAD_REQUEST with OVER_ALLOCATED, if either side has less left than is to be linked."""
    left = {"order": minus(order.quantity, order.linked), "contract": minus(contract.quantity, contract.linked)}
    faults = [
        Fault("body.quantity_mt", f"The {one} has {write_quantity(rest)} t left.")
        for one, rest in left.items()
        if quantity > rest
    ]
    if faults:
        raise Refusal(
            Ground.BAD_REQUEST,
            "OVER_ALLOCATED",
            "More would be linked than there is.",
            faults=tuple(faults),
            facts={
                "order_id": order.id,
                "contract_id": contract.id,
                "quantity_mt": write_quantity(quantity),
                "left_of_order_mt": write_quantity(left["order"]),
                "left_of_contract_mt": write_quantity(left["contract"]),
            },
        )


def require_few(order: Order, contract: HedgeContract, hedged_by: Collection[str]) -> None:
    """Raises Refusal CONFLICT with TOO_MANY_LINKAGES, if either side would be linked to more than `MOST_LINKED`."""
    if len({*hedged_by, contract.id}) > MOST_LINKED or len({*contract.links, order.id}) > MOST_LINKED:
        sentence = f"Neither an order nor a contract is linked to more than {MOST_LINKED} of the others."
        raise Refusal(Ground.CONFLICT, "TOO_MANY_LINKAGES", sentence)
