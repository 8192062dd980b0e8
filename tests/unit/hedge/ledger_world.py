"""The routes of contracts, prices, settlements and the ledger over fakes."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from fastapi.testclient import TestClient
from httpx2 import Response

from functions.hedge.ledger_routers import LedgerKeepers, ledger_routers
from functions.hedge.trading_routers import TradingKeepers, trading_routers
from lacre.http.application import create_application
from tests.fakes.ambient import SeededEntropy
from tests.fakes.hedge_desk import MemoryContracts, MemoryLinkages, MemoryOrders
from tests.fakes.hedge_ledger import MemoryLedger
from tests.fakes.hedge_prices import MemoryPrices
from tests.unit.hedge.trading_world import TradingWorld

PRICES, LEDGER = "/v1/market-data/settlement-prices", "/v1/cashflow/ledger"
ALUMINUM = "LME_ALU_CASH_SETTLEMENT_DAILY"
PRICE = {"source": "LME", "symbol": ALUMINUM, "settlement_date": "2026-01-29", "price_usd": "2550.25"}
FIXED_IN = {"leg_id": "FIXED", "direction": "IN", "amount": "126000"}
FLOAT_OUT = {"leg_id": "FLOAT", "direction": "OUT", "amount": "127512.5"}


def event_id(number: int) -> str:
    return str(UUID(int=0x5D8F4AB0_7A35_4F6A_9F57_000000000000 + number))


@dataclass
class LedgerWorld(TradingWorld):
    prices: MemoryPrices = field(default_factory=MemoryPrices)
    ledger: MemoryLedger = field(default_factory=MemoryLedger)

    def __post_init__(self) -> None:
        super().__post_init__()
        contracts = MemoryContracts(self.desk)
        trading = TradingKeepers(MemoryOrders(self.desk), contracts, MemoryLinkages(self.desk))
        kept = LedgerKeepers(contracts, self.prices, self.ledger)
        entropy = SeededEntropy(17)
        routers = [*trading_routers(trading, self.clock, entropy), *ledger_routers(kept, self.clock, entropy)]
        self.client = TestClient(create_application("hedge", self.trail.trail(), routers, {}))

    def published(self, *prices: dict[str, str]) -> None:
        assert self.post(PRICES, {"prices": prices or [PRICE]}).status_code == 201

    def settle(self, contract_id: str, number: int = 0, role: str = "TRADER", **other: Any) -> Response:
        """On 2026-01-30, because of an event of this number."""
        body = {"source_event_id": event_id(number), "cashflow_date": "2026-01-30", **other}
        return self.post(f"/v1/cashflow/contracts/{contract_id}/settle", body, role)

    def settled(self, contract_id: str, number: int = 0, **other: Any) -> dict[str, Any]:
        answer = self.settle(contract_id, number, **other)
        assert answer.status_code == 201, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def priced(self) -> "LedgerWorld":
        """With the price of 2026-01-29."""
        self.published()
        self.trail.events.rows.clear()
        return self
