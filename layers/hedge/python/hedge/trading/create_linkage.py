"""Linking an order to a contract that hedges it."""

from dataclasses import dataclass
from decimal import Decimal

from hedge.model.linkage import Linkage
from hedge.model.live import not_live, require_open
from hedge.ports.contracts import Contracts
from hedge.ports.finding import found
from hedge.ports.linkages import Linkages
from hedge.ports.orders import Orders
from hedge.trading.beginnings import Beginnings
from hedge.trading.decided import Decided
from hedge.trading.link_rules import require_few, require_fit, require_room
from lacre.model.vocabulary import EntityType
from lacre.recording.change import Change


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
        """Raises Refusal: NOT_FOUND, INVALID for what does not go together, CONFLICT with NOT_LIVE, NOT_ACTIVE or
        TOO_MANY_LINKAGES, BAD_REQUEST with OVER_ALLOCATED.
        """
        order = found(self._orders, EntityType.ORDER, draft.order_id)
        contract = found(self._contracts, EntityType.CONTRACT, draft.contract_id)
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
