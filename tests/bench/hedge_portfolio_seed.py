"""A portfolio of 200 orders and 200 contracts, some of them linked, its prices, and the scenario that is run on it."""

import json
import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hedge.aws.contracts_table import ContractsTable
from hedge.aws.linkages_table import LinkagesTable
from hedge.aws.orders_table import OrdersTable
from hedge.aws.prices_table import PricesTable
from hedge.model.business_days import day_before
from hedge.model.commodity import SYMBOLS, Commodity
from hedge.model.contract import FloatConvention, HedgeContract, Side
from hedge.model.linkage import Linkage
from hedge.model.order import Convention, Order, OrderType, PriceType
from hedge.model.price import SettlementPrice
from lacre.ports.events import StateWrite
from tests.bench.hedge_database import client, commit

SIZE, FIXED_EVERY, LINKED = 200, 10, 100
AS_OF, PERIOD_START, PERIOD_END = date(2026, 7, 1), date(2026, 6, 1), date(2026, 6, 30)
NOW = 1_795_000_000_000
ADDED, ADJUSTED, OVERRIDDEN = 420, 160, 420
METALS = tuple(Commodity)
_DAYS_OVERRIDDEN = 140
"""Of three metals, up to the day before: the prices of the other three are those that were published."""


def order(number: int) -> Order:
    is_fixed = number % FIXED_EVERY == 0
    return Order(
        id=_id(0xA, number),
        order_type=OrderType.SALE if number // 6 % 2 else OrderType.PURCHASE,
        commodity=METALS[number % 6],
        quantity=Decimal(1000 + number).scaleb(-1).quantize(Decimal("0.001")),
        price_type=PriceType.FIXED if is_fixed else PriceType.VARIABLE,
        avg_entry_price=Decimal(2400 + number),
        convention=None if is_fixed else Convention.AVG,
        reference_month=None if is_fixed else "2026-09",
        observation_start=None,
        observation_end=None,
        fixing_date=None,
        delivery_start=date(2026, 9, 1),
        delivery_end=date(2026, 9, 1 + number % 28),
        created_at=NOW,
    )


def contract(number: int) -> HedgeContract:
    """Goes with the order of the same number."""
    return HedgeContract(
        id=_id(0xB, number),
        commodity=METALS[number % 6],
        quantity=Decimal("60.000"),
        fixed_side=Side.SELL if number // 6 % 2 else Side.BUY,
        fixed_price=Decimal(2450 + number),
        convention=FloatConvention.AVG,
        trade_date=date(2026, 6, 1),
        settlement_date=date(2026, 9, 1 + number % 28),
        created_at=NOW,
    )


def seed_portfolio(address: str, table: str) -> None:
    database = client(address)
    orders, contracts = OrdersTable(database, table), ContractsTable(database, table)
    commit(database, (write for number in range(SIZE) for write in orders.adding(order(number))))
    commit(database, (write for number in range(SIZE) for write in contracts.adding(contract(number))))
    commit(database, _links(LinkagesTable(database, table)))
    prices = PricesTable(database, table)
    commit(database, (prices.adding(one) for one in _prices()))


def what_if_body() -> str:
    """A thousand deltas of the three kinds, in no order; the same every time."""
    deltas = [*_added(), *_adjusted(), *_overridden()]
    random.Random(7).shuffle(deltas)
    days = {"as_of_date": AS_OF, "period_start": PERIOD_START, "period_end": PERIOD_END}
    return json.dumps({**{name: day.isoformat() for name, day in days.items()}, "deltas": deltas})


def _links(linkages: LinkagesTable) -> Iterator[StateWrite]:
    linkable = [number for number in range(SIZE) if number % FIXED_EVERY]
    for number in linkable[:LINKED]:
        linkage = Linkage(
            id=_id(0xC, number),
            order_id=_id(0xA, number),
            contract_id=_id(0xB, number),
            quantity=Decimal("40.000"),
            created_at=NOW,
        )
        yield from linkages.adding(linkage, order(number), contract(number))


def _prices() -> Iterator[SettlementPrice]:
    for day in {day_before(AS_OF), day_before(PERIOD_END)}:
        for place, symbol in enumerate(SYMBOLS.values()):
            price = Decimal(2500 + place) + Decimal(day.day).scaleb(-6)
            yield SettlementPrice(symbol=symbol, date=day, price=price, source="LME", recorded_at=NOW)


def _added() -> Iterator[dict[str, Any]]:
    for number in range(ADDED):
        sides = ("buy", "sell") if number % 2 else ("sell", "buy")
        yield {
            "delta_type": "add_unlinked_hedge_contract",
            # In the form of the desk's own ids: whether one of these is taken has to be looked up.
            "contract_id": _id(0xD, number),
            "commodity": METALS[number % 6].value,
            "quantity_mt": f"{number + 1}.500",
            "fixed_leg_side": sides[0],
            "variable_leg_side": sides[1],
            "fixed_price_value": f"{2400 + number}.123457",
            "fixed_price_unit": "USD/MT",
            "float_pricing_convention": "avg",
        }


def _adjusted() -> Iterator[dict[str, Any]]:
    for number in range(ADJUSTED):
        yield {
            "delta_type": "adjust_order_quantity_mt",
            "order_id": _id(0xA, number),
            "new_quantity_mt": f"{200 + number}.250",
        }


def _overridden() -> Iterator[dict[str, Any]]:
    for symbol in list(SYMBOLS.values())[: OVERRIDDEN // _DAYS_OVERRIDDEN]:
        for back in range(1, _DAYS_OVERRIDDEN + 1):
            yield {
                "delta_type": "add_cash_settlement_price_override",
                "symbol": symbol,
                "settlement_date": (AS_OF - timedelta(days=back)).isoformat(),
                "price_usd": f"{2600 + back}.5",
            }


def _id(kind: int, number: int) -> str:
    return f"01a1ee56-5e00-75b1-a522-{kind:x}{number:011x}"
