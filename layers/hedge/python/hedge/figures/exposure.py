"""Exposure of each metal to its price: what is sold and bought at variable prices, and what contracts leave of it."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from operator import attrgetter

from hedge.figures.mtm import ObjectType
from hedge.model.amounts import ZERO, exactly, minus, plus, write_quantity
from hedge.model.commodity import Commodity
from hedge.model.contract import HedgeContract
from hedge.model.order import Order, OrderType
from hedge.model.portfolio import Portfolio
from lacre.model.canonical import JsonObject
from lacre.model.refusal import Ground, Refusal, Subject
from lacre.model.vocabulary import EntityType


@dataclass(frozen=True)
class Exposed:
    """An order or a contract, with what no link takes of it in metric tons."""

    entity_type: ObjectType
    entity_id: str
    quantity_mt: Decimal

    def shown(self) -> JsonObject:
        return {
            "entity_type": self.entity_type.value,
            "entity_id": self.entity_id,
            "quantity_mt": write_quantity(self.quantity_mt),
        }


@dataclass(frozen=True, kw_only=True)
class ExposureRow:
    """One metal, in metric tons; `entities` are sorted by type and id. Only `net` can be negative."""

    commodity: Commodity
    pre_reduction_active: Decimal
    pre_reduction_passive: Decimal
    active: Decimal
    passive: Decimal
    hedge_long: Decimal
    hedge_short: Decimal
    entities: tuple[Exposed, ...]

    @property
    def reduction_active(self) -> Decimal:
        return minus(self.pre_reduction_active, self.active)

    @property
    def reduction_passive(self) -> Decimal:
        return minus(self.pre_reduction_passive, self.passive)

    @property
    def net(self) -> Decimal:
        return minus(self.active, self.passive)

    def shown(self) -> JsonObject:
        """The row as the API and the log show it."""
        return {**self.sums_shown(), "entities": [entity.shown() for entity in self.entities]}

    def sums_shown(self) -> JsonObject:
        """The same without its entities."""
        return {
            "commodity": self.commodity.value,
            "pre_reduction_active": write_quantity(self.pre_reduction_active),
            "pre_reduction_passive": write_quantity(self.pre_reduction_passive),
            "reduction_active": write_quantity(self.reduction_active),
            "reduction_passive": write_quantity(self.reduction_passive),
            "active": write_quantity(self.active),
            "passive": write_quantity(self.passive),
            "net": write_quantity(self.net),
            "hedge_long": write_quantity(self.hedge_long),
            "hedge_short": write_quantity(self.hedge_short),
        }


@dataclass
class _Side:
    """Whole quantities and residuals of what is on one side, summed up."""

    whole: Decimal = ZERO
    left: Decimal = ZERO

    def add(self, whole: Decimal, left: Decimal) -> None:
        self.whole += whole
        self.left += left


@dataclass
class _Sums:
    """Of one metal: short contracts add to what is active, long ones to what is passive."""

    sales: _Side = field(default_factory=_Side)
    purchases: _Side = field(default_factory=_Side)
    short: _Side = field(default_factory=_Side)
    long: _Side = field(default_factory=_Side)
    orders: list[Exposed] = field(default_factory=list)
    contracts: list[Exposed] = field(default_factory=list)

    def add_order(self, order: Order, left: Decimal) -> None:
        _require_residual(EntityType.ORDER, order.id, left)
        side = self.sales if order.order_type is OrderType.SALE else self.purchases
        side.add(order.quantity, left)
        self.orders.append(Exposed(ObjectType.ORDER, order.id, left))

    def add_contract(self, contract: HedgeContract, left: Decimal) -> None:
        _require_residual(EntityType.CONTRACT, contract.id, left)
        side = self.long if contract.is_long else self.short
        side.add(contract.quantity, left)
        self.contracts.append(Exposed(ObjectType.HEDGE_CONTRACT, contract.id, left))


def commercial(portfolio: Portfolio) -> list[ExposureRow]:
    """What the links leave of variable orders, for each metal that has any, sorted by metal.

    `hedge_long` and `hedge_short` tell what contracts of the metal have left. Raises Refusal CONFLICT
    NEGATIVE_RESIDUAL.
    """
    return _rows(_summed(portfolio), _commercial_row)


def overall(portfolio: Portfolio) -> list[ExposureRow]:
    """Commercial exposure and what is left of the contracts: for each metal that has either, sorted by metal.

    Raises Refusal CONFLICT NEGATIVE_RESIDUAL.
    """
    return _rows(_summed(portfolio), _overall_row)


def both(portfolio: Portfolio) -> tuple[list[ExposureRow], list[ExposureRow]]:
    """`commercial` and `overall` of a portfolio that is summed up once."""
    summed = _summed(portfolio)
    return _rows(summed, _commercial_row), _rows(summed, _overall_row)


def _rows(summed: Mapping[Commodity, _Sums], row_of: Callable[[Commodity, _Sums], ExposureRow]) -> list[ExposureRow]:
    rows = (row_of(commodity, sums) for commodity, sums in sorted(summed.items()))
    return [row for row in rows if row.entities]


def _commercial_row(commodity: Commodity, sums: _Sums) -> ExposureRow:
    return ExposureRow(
        commodity=commodity,
        pre_reduction_active=sums.sales.whole,
        pre_reduction_passive=sums.purchases.whole,
        active=sums.sales.left,
        passive=sums.purchases.left,
        hedge_long=sums.long.left,
        hedge_short=sums.short.left,
        entities=_by_id(sums.orders),
    )


def _overall_row(commodity: Commodity, sums: _Sums) -> ExposureRow:
    return ExposureRow(
        commodity=commodity,
        pre_reduction_active=plus(sums.sales.whole, sums.short.whole),
        pre_reduction_passive=plus(sums.purchases.whole, sums.long.whole),
        active=plus(sums.sales.left, sums.short.left),
        passive=plus(sums.purchases.left, sums.long.left),
        hedge_long=sums.long.left,
        hedge_short=sums.short.left,
        entities=(*_by_id(sums.contracts), *_by_id(sums.orders)),
    )


def _by_id(entities: list[Exposed]) -> tuple[Exposed, ...]:
    return tuple(sorted(entities, key=attrgetter("entity_id")))


def _summed(portfolio: Portfolio) -> Mapping[Commodity, _Sums]:
    found: dict[Commodity, _Sums] = defaultdict(_Sums)
    with exactly():
        for order in portfolio.orders.values():
            if order.is_variable:
                left = order.quantity - portfolio.linked_of_order(order.id)
                found[order.commodity].add_order(order, left)
        for contract in portfolio.contracts.values():
            left = contract.quantity - portfolio.linked_of_contract(contract.id)
            found[contract.commodity].add_contract(contract, left)
    return found


def _require_residual(entity_type: EntityType, entity_id: str, left: Decimal) -> None:
    if left < ZERO:
        raise Refusal(
            Ground.CONFLICT,
            "NEGATIVE_RESIDUAL",
            "More is linked than there is.",
            subject=Subject(entity_type, entity_id),
            facts={"residual_mt": write_quantity(left)},
        )
