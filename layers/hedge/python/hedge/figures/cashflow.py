"""Cash flow: what open positions would bring today, what has a date yet to come, and the ledger beside the first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from hedge.figures.mtm import Mtm, ObjectType, mtm_of_contract, mtm_of_order, no_entry_price
from hedge.figures.quotes import Quotes
from hedge.model.amounts import negated, plus, product, total, write_money
from hedge.model.order import Order, OrderType, text_of
from hedge.model.portfolio import Portfolio
from lacre.model.canonical import JsonObject


@dataclass(frozen=True, kw_only=True)
class CashflowItem:
    """Money in USD, signed. `mtm_value` is None where the amount is no mark to market."""

    object_type: ObjectType
    object_id: str
    settlement_date: date | None
    amount_usd: Decimal
    mtm_value: Decimal | None

    def shown(self) -> JsonObject:
        return {
            "object_type": self.object_type.value,
            "object_id": self.object_id,
            "settlement_date": text_of(self.settlement_date),
            "amount_usd": write_money(self.amount_usd),
            "mtm_value": None if self.mtm_value is None else write_money(self.mtm_value),
        }


@dataclass(frozen=True, kw_only=True)
class Cashflow:
    """Items and the exact sum of their amounts, in USD."""

    as_of_date: date
    items: tuple[CashflowItem, ...]

    @cached_property
    def total_net_cashflow(self) -> Decimal:
        return total(item.amount_usd for item in self.items)

    def shown(self) -> JsonObject:
        """The figures as the API and the log show them."""
        return {
            "as_of_date": self.as_of_date.isoformat(),
            "items": [item.shown() for item in self.items],
            "total_net_cashflow": write_money(self.total_net_cashflow),
        }


@dataclass(frozen=True, kw_only=True)
class Baseline:
    """The analytic cash flow and, beside it, what the ledger holds up to its day, signed, in USD."""

    analytic: Cashflow
    ledger_total: Decimal

    @property
    def total_net_cashflow(self) -> Decimal:
        return plus(self.analytic.total_net_cashflow, self.ledger_total)

    def shown(self) -> JsonObject:
        """The figures as the API and the log show them."""
        return {
            **self.analytic.shown(),
            "analytic_total": write_money(self.analytic.total_net_cashflow),
            "ledger_total": write_money(self.ledger_total),
            "total_net_cashflow": write_money(self.total_net_cashflow),
        }


def analytic(portfolio: Portfolio, quotes: Quotes, as_of: date) -> Cashflow:
    """The mark to market of each open contract and each live variable order, sorted by type and id.

    Raises Refusal CONFLICT NO_ENTRY_PRICE, which names the order, or that of `quotes`.
    """
    return analytic_of(portfolio, marks(portfolio, quotes, as_of), as_of)


def marks(portfolio: Portfolio, quotes: Quotes, as_of: date) -> list[Mtm]:
    """Of each open contract and each live variable order, sorted by type and id. Raises what `analytic` raises."""
    contracts = [mtm_of_contract(one, quotes.d1, as_of) for _, one in sorted(portfolio.contracts.items())]
    orders = [mtm_of_order(one, quotes.d1, as_of) for _, one in sorted(portfolio.orders.items()) if one.is_variable]
    return [*contracts, *orders]


def analytic_of(portfolio: Portfolio, marked: Sequence[Mtm], as_of: date) -> Cashflow:
    """The analytic cash flow of a portfolio whose marks are known."""
    return Cashflow(as_of_date=as_of, items=tuple(_marked(mtm, _day_of(portfolio, mtm)) for mtm in marked))


def projection(portfolio: Portfolio, quotes: Quotes, as_of: date) -> Cashflow:
    """What has a date after `as_of`, sorted by date, type and id.

    Contracts bring their mark to market, orders their whole price: positive for sales, negative for purchases. Raises
    the Refusal of `quotes` where something has to be valued.
    """
    found: dict[tuple[date, str, str], CashflowItem] = {}
    for contract in portfolio.contracts.values():
        day = contract.settlement_date
        if day is not None and day > as_of:
            mtm = mtm_of_contract(contract, quotes.d1, as_of)
            found[day, ObjectType.HEDGE_CONTRACT, contract.id] = _marked(mtm, day)
    for order in portfolio.orders.values():
        day = delivery_of(order)
        if day is not None and day > as_of:
            found[day, ObjectType.ORDER, order.id] = _delivered(order, day, quotes, as_of)
    return Cashflow(as_of_date=as_of, items=tuple(item for _, item in sorted(found.items())))


def baseline(analytic_cashflow: Cashflow, ledger_total: Decimal) -> Baseline:
    """`ledger_total` is the signed sum of all entries with a cash flow date up to the day of the cash flow."""
    return Baseline(analytic=analytic_cashflow, ledger_total=ledger_total)


def delivery_of(order: Order) -> date | None:
    """The day on which an order is delivered in full, as far as it has one."""
    return order.delivery_end or order.delivery_start


def _day_of(portfolio: Portfolio, mtm: Mtm) -> date | None:
    if mtm.object_type is ObjectType.HEDGE_CONTRACT:
        return portfolio.contracts[mtm.object_id].settlement_date
    return delivery_of(portfolio.orders[mtm.object_id])


def _marked(mtm: Mtm, day: date | None) -> CashflowItem:
    return CashflowItem(
        object_type=mtm.object_type,
        object_id=mtm.object_id,
        settlement_date=day,
        amount_usd=mtm.mtm_value,
        mtm_value=mtm.mtm_value,
    )


def _delivered(order: Order, day: date, quotes: Quotes, as_of: date) -> CashflowItem:
    worth = product(order.quantity, _delivery_price(order, quotes, as_of))
    return CashflowItem(
        object_type=ObjectType.ORDER,
        object_id=order.id,
        settlement_date=day,
        amount_usd=worth if order.order_type is OrderType.SALE else negated(worth),
        mtm_value=None,
    )


def _delivery_price(order: Order, quotes: Quotes, as_of: date) -> Decimal:
    if order.is_variable:
        return quotes.d1(order.commodity, as_of)
    if order.avg_entry_price is None:
        raise no_entry_price(order)
    return order.avg_entry_price
