"""Archiving an order, once: it leaves the live portfolio and gives back what it took of its contracts."""

from hedge.model.live import already_archived
from hedge.model.order import Order
from hedge.model.transitions import archived_order, with_released
from hedge.ports.contracts import Contracts
from hedge.ports.finding import found
from hedge.ports.orders import Orders
from hedge.trading.decided import Decided
from lacre.model.vocabulary import EntityType
from lacre.ports.ambient import Clock
from lacre.recording.change import Change


class ArchiveOrder:
    def __init__(self, orders: Orders, contracts: Contracts, clock: Clock) -> None:
        self._orders = orders
        self._contracts = contracts
        self._clock = clock

    def __call__(self, order_id: str) -> Decided[Order]:
        """Raises Refusal: NOT_FOUND, CONFLICT with ALREADY_ARCHIVED."""
        before = found(self._orders, EntityType.ORDER, order_id)
        if not before.is_live:
            raise already_archived(EntityType.ORDER)
        # A contract that gave it back since the order was read made another version of the order too: the write fails.
        hedging = self._contracts.found(self._orders.hedged_by(before.id))
        linked = [contract for contract in hedging if before.id in contract.links]
        now = self._clock.now()
        after = archived_order(before, now)
        writes = self._orders.archiving(before, linked, now)
        released = {contract.id: contract.links[before.id] for contract in linked}
        return Decided(after, Change(after.id, before.shown(), with_released(after.shown(), released), writes))
