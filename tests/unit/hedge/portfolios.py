"""Portfolios of any make whose links fit: no order and no contract has more linked than it has."""

from collections.abc import Mapping
from decimal import Decimal

from hypothesis import strategies as st

from hedge.model.commodity import Commodity
from hedge.model.contract import Side
from hedge.model.order import Order, OrderType
from hedge.model.portfolio import Portfolio
from tests.unit.hedge.desk import contract_of, fixed_order_of, order_of, portfolio_of

THOUSANDTHS = st.integers(1, 10**15 - 1)
METALS = st.sampled_from([Commodity.ALUMINUM, Commodity.TIN])
MOST = 6
HEDGED_BY: Mapping[OrderType, Side] = {OrderType.SALE: Side.SELL, OrderType.PURCHASE: Side.BUY}


@st.composite
def fitting_portfolios(draw: st.DrawFn) -> Portfolio:
    orders = [_order(draw, f"O{n}") for n in range(draw(st.integers(0, MOST)))]
    left = {one.id: one.quantity for one in orders}
    contracts = []
    for n in range(draw(st.integers(0, MOST))):
        metal, side, quantity = draw(METALS), draw(st.sampled_from(Side)), _tons(draw(THOUSANDTHS))
        hedged = [
            one for one in orders if one.is_variable and one.commodity is metal and HEDGED_BY[one.order_type] is side
        ]
        links = _links(draw, hedged, left, quantity)
        contracts.append(contract_of(f"H{n}", side, str(quantity), "2500", commodity=metal, links=links))
    return portfolio_of(*orders, *contracts)


def _order(draw: st.DrawFn, order_id: str) -> Order:
    make = fixed_order_of if draw(st.integers(0, 2)) == 0 else order_of
    quantity = str(_tons(draw(THOUSANDTHS)))
    return make(order_id, draw(st.sampled_from(OrderType)), quantity, "2400", commodity=draw(METALS))


def _links(draw: st.DrawFn, hedged: list[Order], left: dict[str, Decimal], whole: Decimal) -> dict[str, str]:
    """Takes from `left` what it links."""
    links = {}
    for order in hedged:
        most = int(min(left[order.id], whole) * 1000)
        taken = _tons(draw(st.integers(0, most)))
        if taken:
            links[order.id] = str(taken)
            left[order.id] -= taken
            whole -= taken
    return links


def _tons(thousandths: int) -> Decimal:
    return Decimal(thousandths) / 1000
