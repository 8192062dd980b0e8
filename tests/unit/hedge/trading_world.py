"""The routes of orders, contracts and links over fakes."""

from dataclasses import dataclass, field
from typing import Any

from fastapi.testclient import TestClient
from httpx2 import Response

from functions.hedge.trading_routers import TradingKeepers, trading_routers
from hedge.model.contract import HedgeContract
from hedge.model.order import Order
from lacre.http.application import create_application
from lacre.model.actor import Actor
from lacre.model.header import Header
from lacre.model.vocabulary import ActorType
from tests.fakes.ambient import SeededEntropy
from tests.fakes.hedge_desk import MemoryContracts, MemoryDesk, MemoryLinkages, MemoryOrders
from tests.fakes.movable_clock import MovableClock
from tests.fakes.trail import MemoryTrail
from tests.unit.recorded import Recorded

SALES, PURCHASES, ORDERS = "/v1/orders/sales", "/v1/orders/purchase", "/v1/orders"
CONTRACTS, LINKAGES = "/v1/contracts/hedge", "/v1/linkages"
ABSENT_ID = "01a1ee56-5e00-75b1-a522-4a58b791df00"
HOSTILE_IDS = [ABSENT_ID, ABSENT_ID.upper(), "5", "482913112233", "ORDER%231", "%2e", "%20", "%00", "x" * 190]

VARIABLE = {
    "commodity": "ALUMINUM",
    "quantity_mt": "100",
    "price_type": "variable",
    "pricing_convention": "AVG",
    "reference_month": "2026-03",
    "avg_entry_price": "2500",
}
FIXED = {"commodity": "ALUMINUM", "quantity_mt": "25", "price_type": "fixed", "avg_entry_price": "2700"}
SHORT_LEGS = [{"side": "sell", "price_type": "fixed"}, {"side": "buy", "price_type": "variable"}]
LONG_LEGS = [{"side": "buy", "price_type": "fixed"}, {"side": "sell", "price_type": "variable"}]
SHORT = {
    "commodity": "ALUMINUM",
    "quantity_mt": "50",
    "legs": SHORT_LEGS,
    "fixed_price_value": "2520",
    "fixed_price_unit": "USD/MT",
    "float_pricing_convention": "avg",
    "settlement_date": "2026-03-20",
}
LONG = {**SHORT, "quantity_mt": "30", "legs": LONG_LEGS, "fixed_price_value": "2480"}

ROLES = [one.value for one in ActorType if one not in (ActorType.SYSTEM, ActorType.UNKNOWN)]


def actor(role: str) -> Actor:
    return Actor(ActorType(role), f"u-{role.lower()}", f"A {role}", role, None, None, "s-1", None)


@dataclass
class TradingWorld(Recorded):
    clock: MovableClock = field(default_factory=MovableClock)
    desk: MemoryDesk = field(default_factory=MemoryDesk)

    def __post_init__(self) -> None:
        self.trail = MemoryTrail(clock=self.clock)
        self.trail.tokens.actors = {role: actor(role) for role in ROLES}
        kept = TradingKeepers(MemoryOrders(self.desk), MemoryContracts(self.desk), MemoryLinkages(self.desk))
        routers = trading_routers(kept, self.clock, SeededEntropy(11))
        self.client = TestClient(create_application("hedge", self.trail.trail(), routers, {}))

    def post(self, path: str, body: object, role: str = "TRADER", **headers: str) -> Response:
        return self.client.post(path, json=body, headers={**by(role), **headers})

    def patch(self, path: str, body: object = None, role: str = "TRADER") -> Response:
        return self.client.patch(path, json=body, headers=by(role))

    def get(self, path: str, role: str = "TRADER", **query: Any) -> Response:
        return self.client.get(path, params=query, headers=by(role))

    def made(self, path: str, body: object) -> dict[str, Any]:
        """The answer to a creation that succeeds."""
        answer = self.post(path, body)
        assert answer.status_code == 201, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def sale(self, **other: Any) -> str:
        """The id of a variable sale of 100 t of aluminium."""
        return str(self.made(SALES, {**VARIABLE, **other})["id"])

    def purchase(self, **other: Any) -> str:
        return str(self.made(PURCHASES, {**VARIABLE, **other})["id"])

    def short(self, **other: Any) -> str:
        """The id of a short contract of 50 t of aluminium."""
        return str(self.made(CONTRACTS, {**SHORT, **other})["id"])

    def long(self, **other: Any) -> str:
        return str(self.made(CONTRACTS, {**LONG, **other})["id"])

    def link(self, order_id: str, contract_id: str, quantity: str) -> Response:
        return self.post(LINKAGES, {"order_id": order_id, "contract_id": contract_id, "quantity_mt": quantity})

    def linked(self, order_id: str, contract_id: str, quantity: str) -> None:
        assert self.link(order_id, contract_id, quantity).status_code == 201

    def order(self, order_id: str) -> Order:
        return self.desk.orders[order_id]

    def contract(self, contract_id: str) -> HedgeContract:
        return self.desk.contracts[contract_id]

    @property
    def last_event(self) -> Header:
        return self.events[-1]


def by(role: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {role}"}


def faults(answer: Response) -> set[str]:
    """Where a refused request does not fit."""
    assert answer.status_code == 422, answer.text
    return {one["at"] for one in answer.json()["errors"]}
