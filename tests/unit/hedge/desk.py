"""Orders, contracts, prices and entries as tests need them, each with only what matters to the test."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from hedge.figures.quotes import Quotes
from hedge.model.amounts import total
from hedge.model.commodity import Commodity, symbol_of
from hedge.model.contract import FloatConvention, HedgeContract, Side
from hedge.model.ledger import Direction, LedgerEntry
from hedge.model.ledger import Leg as LedgerLeg
from hedge.model.order import Convention, Order, OrderType, PriceType
from hedge.model.portfolio import Portfolio
from hedge.model.price import PriceKey

NOON = 1_769_947_200_000
"""2026-02-01T12:00:00Z."""

ALUMINUM = symbol_of(Commodity.ALUMINUM)


def order_of(order_id: str, order_type: OrderType, quantity: str, price: str | None, **terms: Any) -> Order:
    """A variable order for aluminium by C2R, unless `terms` say otherwise."""
    given: dict[str, Any] = {
        "commodity": Commodity.ALUMINUM,
        "price_type": PriceType.VARIABLE,
        "convention": Convention.C2R,
        "reference_month": None,
        "observation_start": None,
        "observation_end": None,
        "fixing_date": date(2026, 3, 2),
        "delivery_start": None,
        "delivery_end": None,
        "created_at": NOON,
        "avg_entry_price": None if price is None else Decimal(price),
    }
    return Order(id=order_id, order_type=order_type, quantity=Decimal(quantity), **(given | terms))


def fixed_order_of(order_id: str, order_type: OrderType, quantity: str, price: str, **terms: Any) -> Order:
    fixed: dict[str, Any] = {"price_type": PriceType.FIXED, "convention": None, "fixing_date": None}
    return order_of(order_id, order_type, quantity, price, **(fixed | terms))


def contract_of(contract_id: str, fixed_side: Side, quantity: str, price: str, **terms: Any) -> HedgeContract:
    """An aluminium contract; `links` (order id to tons) make its `linked`."""
    links: Mapping[str, Decimal] = {one: Decimal(tons) for one, tons in terms.pop("links", {}).items()}
    given: dict[str, Any] = {
        "commodity": Commodity.ALUMINUM,
        "convention": FloatConvention.AVG,
        "trade_date": None,
        "settlement_date": None,
        "created_at": NOON,
        "links": links,
        "linked": total(links.values()),
    }
    return HedgeContract(
        id=contract_id,
        fixed_side=fixed_side,
        quantity=Decimal(quantity),
        fixed_price=Decimal(price),
        **(given | terms),
    )


def portfolio_of(*held: Order | HedgeContract) -> Portfolio:
    return Portfolio(
        {one.id: one for one in held if isinstance(one, Order)},
        {one.id: one for one in held if isinstance(one, HedgeContract)},
    )


def prices_of(by_day: Mapping[str, str], commodities: Iterable[Commodity] = (Commodity.ALUMINUM,)) -> Quotes:
    """Quotes that know the same prices for each metal."""
    prices: dict[PriceKey, Decimal] = {
        (symbol_of(commodity), date.fromisoformat(day)): Decimal(price)
        for day, price in by_day.items()
        for commodity in commodities
    }
    return Quotes(prices)


def entry(entry_id: str, leg: LedgerLeg, direction: Direction, amount: str, day: str, **given: Any) -> LedgerEntry:
    named: dict[str, Any] = {
        "contract_id": "HS",
        "source_event_id": "5d8f4ab0-7a35-4f6a-9f57-5b0a3a1f6c11",
        "currency": "USD",
        "created_at": NOON,
    }
    return LedgerEntry(
        id=entry_id,
        leg=leg,
        direction=direction,
        amount=Decimal(amount),
        cashflow_date=date.fromisoformat(day),
        **(named | given),
    )
