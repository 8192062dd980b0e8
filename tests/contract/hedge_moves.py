"""What traders do at the desk, as moves that can be drawn at random and played on any keeper, and what always holds."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from hedge.model.amounts import total
from hedge.model.commodity import Commodity
from hedge.model.contract import Classification, FloatConvention, HedgeContract, Side, Status
from hedge.model.legs import ContractLeg
from hedge.model.order import Convention, Order, OrderTerms, OrderType, PriceType
from hedge.trading.archive_contract import ArchiveContract
from hedge.trading.archive_order import ArchiveOrder
from hedge.trading.beginnings import Beginnings
from hedge.trading.cancel_contract import CancelContract
from hedge.trading.create_contract import ContractDraft, CreateContract
from hedge.trading.create_linkage import CreateLinkage, LinkageDraft
from hedge.trading.create_order import CreateOrder
from lacre.model.refusal import Refusal
from tests.contract.hedge_keepers import Desk
from tests.fakes.ambient import SeededEntropy, TickingClock

MAKING = ("sale", "sale", "purchase", "fixed", "short", "short", "long")
KINDS = (*MAKING, *["link"] * 25, "cancel", "settle", "archive", "archive order")


class Move(NamedTuple):
    """`first` and `second` choose among the orders and the contracts that are there; `quantity` is in thousandths.

    Links are of what goes together, but where `first` is 0.
    """

    kind: str
    first: int
    second: int
    quantity: int


class Player:
    """Plays by the use cases, and commits what they decide."""

    def __init__(self, desk: Desk) -> None:
        clock = TickingClock()
        beginnings = Beginnings(clock, SeededEntropy(5))
        self.desk = desk
        self.create_order = CreateOrder(desk.orders, beginnings)
        self.create_contract = CreateContract(desk.contracts, beginnings)
        self.link = CreateLinkage(desk.linkages, desk.orders, desk.contracts, beginnings)
        self.cancel = CancelContract(desk.contracts)
        self.archive = ArchiveContract(desk.contracts, clock)
        self.archive_order = ArchiveOrder(desk.orders, desk.contracts, clock)
        self.orders: list[Order] = []
        self.contracts: list[HedgeContract] = []
        self._moves: dict[str, Callable[[Move], None]] = {
            **dict.fromkeys(("sale", "purchase", "fixed"), self._order),
            **dict.fromkeys(("short", "long"), self._contract),
            "link": self._link,
            "cancel": self._cancel,
            "settle": self._settle,
            "archive": self._archive,
            "archive order": self._archive_order,
        }

    def play(self, move: Move) -> str:
        """What came of it: `done`, or the code of its refusal."""
        try:
            self._moves[move.kind](move)
        except Refusal as refusal:
            return refusal.reason.code
        return "done"

    def _order(self, move: Move) -> None:
        is_fixed = move.kind == "fixed"
        terms = OrderTerms(
            order_type=OrderType.PURCHASE if move.kind == "purchase" else OrderType.SALE,
            commodity=_metal(move),
            quantity=_tons(move) + 10,
            price_type=PriceType.FIXED if is_fixed else PriceType.VARIABLE,
            avg_entry_price=Decimal("2500"),
            convention=None if is_fixed else Convention.C2R,
            reference_month=None,
            observation_start=None,
            observation_end=None,
            fixing_date=None if is_fixed else date(2026, 3, 2),
            delivery_start=None,
            delivery_end=None,
        )
        decided = self.create_order(terms)
        self.desk.commit(decided.change.writes)
        self.orders.append(decided.entity)

    def _contract(self, move: Move) -> None:
        side = Side.SELL if move.kind == "short" else Side.BUY
        draft = ContractDraft(
            commodity=_metal(move),
            quantity=_tons(move) + 10,
            legs=[ContractLeg(side, PriceType.FIXED), ContractLeg(side.opposite, PriceType.VARIABLE)],
            fixed_price=Decimal("2520"),
            convention=FloatConvention.AVG,
            trade_date=None,
            settlement_date=None,
        )
        decided = self.create_contract(draft)
        self.desk.commit(decided.change.writes)
        self.contracts.append(decided.entity)

    def _link(self, move: Move) -> None:
        anything = move.first == 0
        orders = [one for one in self.orders if anything or one.is_variable]
        order_id = _chosen(orders, move.first)
        fitting = [
            one for one in self.contracts if anything or any(_fit(of, one) for of in orders if of.id == order_id)
        ]
        self.desk.commit(self.link(LinkageDraft(order_id, _chosen(fitting, move.second), _tons(move))).change.writes)

    def _cancel(self, move: Move) -> None:
        self.desk.commit(self.cancel(_chosen(self.contracts, move.second)).change.writes)

    def _settle(self, move: Move) -> None:
        contract = self.desk.contracts.find(_chosen(self.contracts, move.second))
        if contract is not None and contract.is_open:
            self.desk.commit(self.desk.contracts.closing(contract, Status.SETTLED))

    def _archive(self, move: Move) -> None:
        self.desk.commit(self.archive(_chosen(self.contracts, move.second)).change.writes)

    def _archive_order(self, move: Move) -> None:
        self.desk.commit(self.archive_order(_chosen(self.orders, move.first)).change.writes)


def everything(desk: Desk) -> Sequence[object]:
    """All that the desk keeps, in order."""
    return [*desk.orders.listed(None, 999).items, *desk.contracts.listed(None, 999).items, *_linkages(desk)]


def check(desk: Desk) -> None:
    """Nothing is over-allocated, both sides count the same, and the live portfolio is what the rows say."""
    orders = {one.id: one for one in desk.orders.listed(None, 999).items}
    contracts = {one.id: one for one in desk.contracts.listed(None, 999).items}
    for contract in contracts.values():
        assert contract.linked == total(contract.links.values()) <= contract.quantity
        assert contract.is_open or not contract.links
    for order in orders.values():
        taken = {one.id: one.links[order.id] for one in contracts.values() if order.id in one.links}
        assert order.linked == total(taken.values()) <= order.quantity
        assert set(desk.orders.hedged_by(order.id)) == taken.keys()
        assert order.is_live or not taken
    live = desk.portfolios.live()
    assert live.orders == {one.id: replace(one, version=1) for one in orders.values() if one.is_live}
    assert live.contracts == {one.id: one for one in contracts.values() if one.is_open}
    # Every link of a side that ended is released; those between sides that did not are all there.
    made = [one for one in _linkages(desk) if orders[one.order_id].is_live and contracts[one.contract_id].is_open]
    assert total(one.quantity for one in made) == total(one.linked for one in contracts.values())


def _linkages(desk: Desk) -> Sequence[Any]:
    return desk.linkages.listed(None, 999).items


def _chosen(made: Sequence[Order] | Sequence[HedgeContract], number: int) -> str:
    return made[number % len(made)].id if made else "none"


def _fit(order: Order, contract: HedgeContract) -> bool:
    is_sale, is_short = order.order_type is OrderType.SALE, contract.classification is Classification.SHORT
    return order.commodity is contract.commodity and is_sale is is_short


def _tons(move: Move) -> Decimal:
    return Decimal(f"{move.quantity // 1000}.{move.quantity % 1000:03d}")


def _metal(move: Move) -> Commodity:
    return Commodity.ALUMINUM if move.second % 8 else Commodity.ZINC
