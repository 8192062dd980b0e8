"""What orders and contracts become. One that leaves the live ones hedges nothing any more; each change is a version."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from hedge.model.amounts import ZERO, minus, plus, write_quantity
from hedge.model.contract import HedgeContract, Status
from hedge.model.order import Order
from lacre.model.canonical import JsonObject

MOST_LINKED = 40
"""Contracts that an order is linked to, and orders that a contract is: what is released together is one transaction."""


def linked(contract: HedgeContract, order_id: str, quantity: Decimal) -> HedgeContract:
    """With so many more tons of an order."""
    links = {**contract.links, order_id: plus(contract.links.get(order_id, ZERO), quantity)}
    return replace(contract, linked=plus(contract.linked, quantity), links=links, version=contract.version + 1)


def unlinked(contract: HedgeContract, order_id: str) -> HedgeContract:
    """Without an order that it is linked to."""
    links = {one: quantity for one, quantity in contract.links.items() if one != order_id}
    rest = minus(contract.linked, contract.links[order_id])
    return replace(contract, linked=rest, links=links, version=contract.version + 1)


def closed(contract: HedgeContract, status: Status) -> HedgeContract:
    """Settled or cancelled."""
    return replace(contract, status=status, linked=ZERO, links={}, version=contract.version + 1)


def archived_contract(contract: HedgeContract, at: int) -> HedgeContract:
    """Archived at a moment (ms since 1970), whatever its status."""
    return replace(contract, archived_at=at, linked=ZERO, links={}, version=contract.version + 1)


def archived_order(order: Order, at: int) -> Order:
    """Archived at a moment (ms since 1970)."""
    return replace(order, archived_at=at, linked=ZERO, version=order.version + 1)


def with_released(shown: JsonObject, released: Mapping[str, Decimal]) -> JsonObject:
    """What the log shows of one that left: also what it gave back, in tons by the ids of the other side."""
    return {**shown, "released": {one: write_quantity(quantity) for one, quantity in released.items()}}
