"""The positions and the prices of the specification's worked example."""

from datetime import date

from hedge.model.contract import HedgeContract, Side
from hedge.model.order import Convention, Order, OrderType
from hedge.model.portfolio import Portfolio
from tests.unit.hedge.desk import contract_of, fixed_order_of, order_of, portfolio_of, prices_of

AS_OF = date(2026, 2, 1)
"""A Sunday: D-1 is Friday 2026-01-30."""

QUOTES = prices_of({"2026-01-29": "2550.25", "2026-01-30": "2600"})


def so1() -> Order:
    average = {"convention": Convention.AVG, "reference_month": "2026-03", "fixing_date": None}
    return order_of("SO1", OrderType.SALE, "100", "2500", **average)


def po1() -> Order:
    return order_of("PO1", OrderType.PURCHASE, "60", "2450.5")


def so2() -> Order:
    return fixed_order_of("SO2", OrderType.SALE, "25", "2700", delivery_end=date(2026, 3, 15))


def hs() -> HedgeContract:
    """Short, and 40 t of it hedge SO1."""
    return contract_of("HS", Side.SELL, "50", "2520", settlement_date=date(2026, 3, 20), links={"SO1": "40"})


def hl() -> HedgeContract:
    """Long, and linked to nothing."""
    return contract_of("HL", Side.BUY, "30", "2480", settlement_date=date(2026, 3, 20))


def portfolio() -> Portfolio:
    return portfolio_of(so1(), po1(), so2(), hs(), hl())


COMMERCIAL = {
    "commodity": "ALUMINUM",
    "pre_reduction_active": "100.000",
    "pre_reduction_passive": "60.000",
    "reduction_active": "40.000",
    "reduction_passive": "0.000",
    "active": "60.000",
    "passive": "60.000",
    "net": "0.000",
    "hedge_long": "30.000",
    "hedge_short": "10.000",
}
GLOBAL = {
    **COMMERCIAL,
    "pre_reduction_active": "150.000",
    "pre_reduction_passive": "90.000",
    "reduction_active": "80.000",
    "active": "70.000",
    "passive": "90.000",
    "net": "-20.000",
}
"""The exposures of the specification, but for the `entities` that each is made of."""
