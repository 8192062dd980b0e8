"""Orders, contracts and the links between them in memory."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol, TypeVar

from hedge.model.amounts import minus, plus
from hedge.model.contract import HedgeContract, Status
from hedge.model.linkage import Linkage
from hedge.model.order import Order
from hedge.model.portfolio import Portfolio
from hedge.model.transitions import MOST_LINKED, archived_contract, archived_order, closed, linked, unlinked
from lacre.model.identifier import is_uuid
from lacre.ports.events import StateWrite
from lacre.ports.paging import BadPositionError, Page
from tests.fakes.events import MemoryWrite


class Kept(Protocol):
    @property
    def id(self) -> str: ...


K = TypeVar("K", bound=Kept)


@dataclass
class MemoryDesk:
    """What the keepers below share."""

    orders: dict[str, Order] = field(default_factory=dict)
    contracts: dict[str, HedgeContract] = field(default_factory=dict)
    linkages: dict[str, Linkage] = field(default_factory=dict)

    def hedging(self, order_id: str) -> set[str]:
        return {one.id for one in self.contracts.values() if order_id in one.links}

    def is_as_read(self, contract: HedgeContract) -> bool:
        found = self.contracts.get(contract.id)
        return found is not None and found.version == contract.version

    def leaving(self, before: HedgeContract, after: HedgeContract) -> Sequence[StateWrite]:
        def apply() -> None:
            self.contracts[before.id] = after
            for order_id, quantity in before.links.items():
                order = self.orders[order_id]
                self.orders[order_id] = replace(order, linked=minus(order.linked, quantity), version=order.version + 1)

        return [MemoryWrite(lambda: self.is_as_read(before), apply)]


@dataclass
class MemoryOrders:
    """`hedge.ports.orders.Orders`."""

    desk: MemoryDesk = field(default_factory=MemoryDesk)

    def find(self, order_id: str) -> Order | None:
        return self.desk.orders.get(order_id)

    def listed(self, after: str | None, limit: int) -> Page[Order]:
        return _page("orders", self.desk.orders, after, limit)

    def hedged_by(self, order_id: str) -> Collection[str]:
        return self.desk.hedging(order_id)

    def adding(self, order: Order) -> Sequence[StateWrite]:
        rows = self.desk.orders
        return [MemoryWrite(lambda: order.id not in rows, lambda: rows.update({order.id: order}))]

    def archiving(self, order: Order, contracts: Sequence[HedgeContract], at: int) -> Sequence[StateWrite]:
        def holds() -> bool:
            found = self.desk.orders.get(order.id)
            is_same = found is not None and found.version == order.version
            return is_same and all(self.desk.is_as_read(one) for one in contracts)

        def apply() -> None:
            self.desk.orders[order.id] = archived_order(order, at)
            self.desk.contracts.update({one.id: unlinked(one, order.id) for one in contracts})

        return [MemoryWrite(holds, apply)]


@dataclass
class MemoryContracts:
    """`hedge.ports.contracts.Contracts`."""

    desk: MemoryDesk = field(default_factory=MemoryDesk)

    def find(self, contract_id: str) -> HedgeContract | None:
        return self.desk.contracts.get(contract_id)

    def found(self, contract_ids: Collection[str]) -> Sequence[HedgeContract]:
        return [self.desk.contracts[one] for one in sorted(self.known(contract_ids))]

    def known(self, contract_ids: Collection[str]) -> set[str]:
        return set(contract_ids) & self.desk.contracts.keys()

    def listed(self, after: str | None, limit: int) -> Page[HedgeContract]:
        return _page("contracts", self.desk.contracts, after, limit)

    def adding(self, contract: HedgeContract) -> Sequence[StateWrite]:
        rows = self.desk.contracts
        return [MemoryWrite(lambda: contract.id not in rows, lambda: rows.update({contract.id: contract}))]

    def closing(self, contract: HedgeContract, status: Status) -> Sequence[StateWrite]:
        return self.desk.leaving(contract, closed(contract, status))

    def archiving(self, contract: HedgeContract, at: int) -> Sequence[StateWrite]:
        return self.desk.leaving(contract, archived_contract(contract, at))


@dataclass
class MemoryLinkages:
    """`hedge.ports.linkages.Linkages`."""

    desk: MemoryDesk = field(default_factory=MemoryDesk)

    def find(self, linkage_id: str) -> Linkage | None:
        return self.desk.linkages.get(linkage_id)

    def listed(self, after: str | None, limit: int) -> Page[Linkage]:
        return _page("linkages", self.desk.linkages, after, limit)

    def adding(self, linkage: Linkage, order: Order, contract: HedgeContract) -> Sequence[StateWrite]:
        desk = self.desk

        def holds() -> bool:
            found = desk.orders.get(order.id)
            if found is None or not found.is_live or linkage.id in desk.linkages:
                return False
            has_room = plus(found.linked, linkage.quantity) <= found.quantity
            is_few = len(desk.hedging(order.id) | {contract.id}) <= MOST_LINKED
            return has_room and is_few and desk.is_as_read(contract)

        def apply() -> None:
            found = desk.orders[order.id]
            taken = plus(found.linked, linkage.quantity)
            desk.orders[order.id] = replace(found, linked=taken, version=found.version + 1)
            desk.contracts[contract.id] = linked(contract, order.id, linkage.quantity)
            desk.linkages[linkage.id] = linkage

        return [MemoryWrite(holds, apply)]


@dataclass
class MemoryPortfolios:
    """`hedge.ports.portfolios.Portfolios`."""

    desk: MemoryDesk = field(default_factory=MemoryDesk)

    def live(self) -> Portfolio:
        orders = {one.id: replace(one, version=1) for one in self.desk.orders.values() if one.is_live}
        return Portfolio(orders, {one.id: one for one in self.desk.contracts.values() if one.is_open})


def _page(kind: str, rows: Mapping[str, K], after: str | None, limit: int) -> Page[K]:
    low = _position(kind, after) if after is not None else ""
    items = [rows[one] for one in sorted(rows) if one > low]
    return Page(items[:limit], f"{kind}/{items[limit - 1].id}" if len(items) > limit else None)


def _position(kind: str, cursor: str) -> str:
    of, _, entity_id = cursor.partition("/")
    if of != kind or not is_uuid(entity_id):
        raise BadPositionError
    return entity_id
