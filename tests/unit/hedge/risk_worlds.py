"""The routes of the whole desk over fakes, with the positions of the specification's example."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from fastapi.testclient import TestClient
from httpx2 import Response

from functions.hedge.ledger_routers import LedgerKeepers, ledger_routers
from functions.hedge.risk_routers import RiskKeepers, risk_routers
from functions.hedge.trading_routers import TradingKeepers, trading_routers
from hedge.model.commodity import SYMBOLS
from hedge.model.contract import HedgeContract, Status
from hedge.model.ledger import Direction, LedgerEntry, Leg
from hedge.model.order import Order
from hedge.model.portfolio import Portfolio
from hedge.model.price import SettlementPrice
from lacre.http.application import create_application
from tests.fakes.ambient import SeededEntropy
from tests.fakes.hedge_desk import MemoryContracts, MemoryLinkages, MemoryOrders, MemoryPortfolios
from tests.fakes.hedge_ledger import MemoryLedger
from tests.fakes.hedge_prices import MemoryPrices
from tests.fakes.hedge_snapshots import MemorySnapshots
from tests.fakes.trail import MemoryTrail
from tests.unit.hedge import worked_example
from tests.unit.hedge.desk import ALUMINUM, NOON
from tests.unit.hedge.trading_world import ROLES, TradingWorld, actor, by


def id_of(number: int) -> str:
    return f"01a1ee56-5e00-75b1-a522-{number:012x}"


SO1, PO1, SO2 = id_of(0xA01), id_of(0xA02), id_of(0xA03)
HS, HL = id_of(0xB01), id_of(0xB02)
AS_OF = {"as_of_date": "2026-02-01"}
PERIOD = {"period_start": "2026-01-01", "period_end": "2026-02-01"}
WHAT_IF = "/v1/scenario/what-if/run"


@dataclass
class RiskWorld(TradingWorld):
    prices: MemoryPrices = field(default_factory=MemoryPrices)
    ledger: MemoryLedger = field(default_factory=MemoryLedger)
    snapshots: MemorySnapshots = field(default_factory=MemorySnapshots)

    has_desk: bool = False
    """Whether orders, contracts, prices and settlements have their routes too: an application of all takes a while."""

    def __post_init__(self) -> None:
        self.trail = MemoryTrail(clock=self.clock)
        self.trail.tokens.actors = {role: actor(role) for role in ROLES}
        orders, contracts = MemoryOrders(self.desk), MemoryContracts(self.desk)
        portfolios, entropy = MemoryPortfolios(self.desk), SeededEntropy(13)
        kept = RiskKeepers(orders, contracts, portfolios, self.prices, self.ledger, self.snapshots)
        routers = risk_routers(kept, self.clock, entropy)
        if self.has_desk:
            trading = TradingKeepers(orders, contracts, MemoryLinkages(self.desk))
            routers += trading_routers(trading, self.clock, entropy)
            routers += ledger_routers(LedgerKeepers(contracts, self.prices, self.ledger), self.clock, entropy)
        self.client = TestClient(create_application("hedge", self.trail.trail(), routers, {}))

    def hold(self, *held: Order | HedgeContract) -> None:
        self.desk.orders.update({one.id: one for one in held if isinstance(one, Order)})
        self.desk.contracts.update({one.id: one for one in held if isinstance(one, HedgeContract)})

    def start_over(self, portfolio: Portfolio) -> None:
        """With this portfolio, and the prices of each metal on 2026-01-30, alone."""
        for kept in (self.desk.orders, self.desk.contracts, self.prices.rows, self.ledger.entries):
            kept.clear()
        self.hold(*portfolio.orders.values(), *portfolio.contracts.values())
        for place, symbol in enumerate(sorted(SYMBOLS.values())):
            self.publish("2026-01-30", f"{2600 + place}.123457", symbol)

    def publish(self, day: str, price: str, symbol: str = ALUMINUM) -> None:
        """A price, also in place of another: what no route can do."""
        on = date.fromisoformat(day)
        self.prices.rows[symbol, on] = SettlementPrice(
            symbol=symbol, date=on, price=Decimal(price), source="LME", recorded_at=NOON
        )

    def settle(self, contract_id: str, fixed: str, float_: str, day: str) -> None:
        """A short contract, as its settlement leaves it."""
        self.desk.contracts[contract_id] = replace(self.desk.contracts[contract_id], status=Status.SETTLED)
        number = len(self.ledger.entries)
        legs = ((Leg.FIXED, Direction.IN, fixed), (Leg.FLOAT, Direction.OUT, float_))
        self.ledger.entries += [
            LedgerEntry(
                id=id_of(0xE00 + number + place),
                contract_id=contract_id,
                source_event_id=id_of(0xD00 + number),
                leg=leg,
                direction=direction,
                amount=Decimal(amount),
                cashflow_date=date.fromisoformat(day),
                currency="USD",
                created_at=NOON,
            )
            for place, (leg, direction, amount) in enumerate(legs)
        ]

    def figure(self, path: str, asked: Mapping[str, str] | None = None) -> Any:
        """The body of an answer that succeeds."""
        answer = self.get(f"/v1{path}", "AUDITOR", **(asked or {}))
        assert answer.status_code == 200, answer.text
        return answer.json()

    def run(self, *deltas: object, **other: object) -> Response:
        """The answer to a scenario."""
        return self.client.post(WHAT_IF, json={**AS_OF, **PERIOD, "deltas": deltas, **other}, headers=by("AUDITOR"))

    def figures(self, *deltas: object, **other: object) -> Any:
        """The body of the answer to a scenario that runs."""
        answer = self.run(*deltas, **other)
        assert answer.status_code == 200, answer.text
        return answer.json()


def example(**fakes: Any) -> RiskWorld:
    """The specification's positions and prices."""
    world = RiskWorld(**fakes)
    world.hold(
        replace(worked_example.so1(), id=SO1, linked=Decimal(40)),
        replace(worked_example.po1(), id=PO1),
        replace(worked_example.so2(), id=SO2),
        replace(worked_example.hs(), id=HS, links={SO1: Decimal(40)}),
        replace(worked_example.hl(), id=HL),
    )
    world.publish("2026-01-29", "2550.25")
    world.publish("2026-01-30", "2600")
    return world


def add(contract_id: str, side: str, quantity: str, price: str, **other: object) -> dict[str, object]:
    """A delta that adds a contract."""
    return {
        "delta_type": "add_unlinked_hedge_contract",
        "contract_id": contract_id,
        "commodity": "ALUMINIUM",
        "quantity_mt": quantity,
        "fixed_leg_side": side,
        "variable_leg_side": "sell" if side == "buy" else "buy",
        "fixed_price_value": price,
        "fixed_price_unit": "USD/MT",
        "float_pricing_convention": "avg",
        **other,
    }


def adjust(order_id: str, quantity: object) -> dict[str, object]:
    """A delta that adjusts an order."""
    return {"delta_type": "adjust_order_quantity_mt", "order_id": order_id, "new_quantity_mt": quantity}


def override(day: str, price: str, symbol: str = ALUMINUM) -> dict[str, object]:
    """A delta that overrides a price."""
    return {
        "delta_type": "add_cash_settlement_price_override",
        "symbol": symbol,
        "settlement_date": day,
        "price_usd": price,
    }


def member_of(rows: Sequence[Mapping[str, Any]], name: str) -> dict[str, Any]:
    """One member of each row by what the row is about."""
    return {str(row["object_id"] if "object_id" in row else row["entity_id"]): row[name] for row in rows}
