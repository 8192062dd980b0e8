"""Linking an order to a contract that hedges it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from hedge.model.contract import HedgeContract
from hedge.model.linkage import Linkage
from hedge.model.live import not_live, require_open
from hedge.model.order import Order
from hedge.ports.contracts import Contracts
from hedge.ports.finding import Findable
from hedge.ports.linkages import Linkages
from hedge.ports.orders import Orders
from hedge.trading.beginnings import Beginnings
from hedge.trading.decided import Decided
from hedge.trading.link_rules import require_few, require_fit, require_room
from lacre.model.identifier import is_uuid
from lacre.model.refusal import Fault, Ground, Refusal
from lacre.model.vocabulary import EntityType
from lacre.recording.change import Change

Kept = TypeVar("Kept")


@dataclass(frozen=True)
class LinkageDraft:
    """A link to be made; `quantity` in metric tons."""

    order_id: str
    contract_id: str
    quantity: Decimal


class CreateLinkage:
    def __init__(self, linkages: Linkages, orders: Orders, contracts: Contracts, beginnings: Beginnings) -> None:
        self._linkages = linkages
        self._orders = orders
        self._contracts = contracts
        self._beginnings = beginnings

    def __call__(self, draft: LinkageDraft) -> Decided[Linkage]:
        """Raises Refusal: INVALID for what is not there or does not go together, CONFLICT with NOT_LIVE, NOT_ACTIVE or
        TOO_MANY_LINKAGES, BAD_REQUEST with OVER_ALLOCATED.
        """
        order, contract = self._sides(draft)
        require_fit(order, contract)
        if not order.is_live:
            raise not_live(EntityType.ORDER)
        require_open(contract)
        require_room(order, contract, draft.quantity)
        require_few(order, contract, self._orders.hedged_by(order.id))
        beginning = self._beginnings.now()
        linkage = Linkage(
            id=beginning.id,
            order_id=order.id,
            contract_id=contract.id,
            quantity=draft.quantity,
            created_at=beginning.at,
        )
        writes = self._linkages.adding(linkage, order, contract)
        return Decided(linkage, Change(linkage.id, after=linkage.shown(), writes=writes))

    def _sides(self, draft: LinkageDraft) -> tuple[Order, HedgeContract]:
        order, contract = _named(self._orders, draft.order_id), _named(self._contracts, draft.contract_id)
        if order is not None and contract is not None:
            return order, contract
        faults: list[Fault] = []
        if order is None:
            faults.append(Fault("body.order_id", "There is no such order."))
        if contract is None:
            faults.append(Fault("body.contract_id", "There is no such contract."))
        raise Refusal(Ground.INVALID, "NOT_THERE", "What is to be linked is not there.", faults=tuple(faults))


def _named(kept: Findable[Kept], entity_id: str) -> Kept | None:
    return kept.find(entity_id) if is_uuid(entity_id) else None
