"""The worked example by HTTP over fakes and over DynamoDB: the same ids, the same digits, the same bytes."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from threading import Barrier
from typing import TYPE_CHECKING, Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from functions.hedge.ledger_routers import LedgerKeepers, ledger_routers
from functions.hedge.risk_routers import RiskKeepers, risk_routers
from functions.hedge.trading_routers import TradingKeepers, trading_routers
from hedge.aws.contracts_table import ContractsTable
from hedge.aws.ledger_table import LedgerTable
from hedge.aws.linkages_table import LinkagesTable
from hedge.aws.orders_table import OrdersTable
from hedge.aws.portfolios_table import PortfoliosTable
from hedge.aws.prices_table import PricesTable
from hedge.aws.snapshots_table import SnapshotsTable
from hedge.ports.linkages import Linkages
from lacre.aws.events_table import EventsTable
from lacre.http.application import create_application
from lacre.ports.events import EventAppender
from lacre.recording.receipts import ReceiptIssuer
from lacre.recording.recorder import Recorder
from tests.fakes.ambient import SeededEntropy
from tests.fakes.events import MemoryEvents
from tests.fakes.hedge_desk import MemoryContracts, MemoryDesk, MemoryLinkages, MemoryOrders, MemoryPortfolios
from tests.fakes.hedge_ledger import MemoryLedger
from tests.fakes.hedge_prices import MemoryPrices
from tests.fakes.hedge_snapshots import MemorySnapshots
from tests.fakes.movable_clock import MovableClock
from tests.fakes.trail import MemoryTrail
from tests.tables import create
from tests.unit.hedge.risk_worlds import AS_OF, PERIOD, WHAT_IF, add, adjust, override
from tests.unit.hedge.trading_world import FIXED, LONG, ROLES, SHORT, VARIABLE, actor, by

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

AT_ONCE = 20
PRICE = {"source": "LME", "symbol": "LME_ALU_CASH_SETTLEMENT_DAILY"}
PRICES = [
    {**PRICE, "settlement_date": "2026-01-29", "price_usd": "2550.25"},
    {**PRICE, "settlement_date": "2026-01-30", "price_usd": "2600"},
]
PURCHASE = {
    **VARIABLE,
    "quantity_mt": "60",
    "avg_entry_price": "2450.5",
    "pricing_convention": "C2R",
    "reference_month": None,
    "fixing_date": "2026-03-02",
}


@dataclass(frozen=True)
class Keepers:
    events: EventAppender
    linkages: Linkages
    risk: RiskKeepers


def _in_memory() -> Keepers:
    desk = MemoryDesk()
    risk = RiskKeepers(
        MemoryOrders(desk),
        MemoryContracts(desk),
        MemoryPortfolios(desk),
        MemoryPrices(),
        MemoryLedger(),
        MemorySnapshots(),
    )
    return Keepers(MemoryEvents(), MemoryLinkages(desk), risk)


def _in_tables(dynamodb: "DynamoDBClient") -> Keepers:
    table, ledger, events = (create(dynamodb, name) for name in ("hedge", "ledger", "events"))
    risk = RiskKeepers(
        OrdersTable(dynamodb, table),
        ContractsTable(dynamodb, table),
        PortfoliosTable(dynamodb, table),
        PricesTable(dynamodb, table),
        LedgerTable(dynamodb, ledger),
        SnapshotsTable(dynamodb, table),
    )
    return Keepers(EventsTable(dynamodb, events), LinkagesTable(dynamodb, table), risk)


class Desk:
    """The desk's application over keepers; it makes the same ids over any."""

    def __init__(self, kept: Keepers) -> None:
        memory, entropy, clock = MemoryTrail(), SeededEntropy(19), MovableClock()
        memory.tokens.actors = {role: actor(role) for role in ROLES}
        recorder = Recorder(kept.events, ReceiptIssuer(memory.signer, clock, entropy), clock, entropy)
        risk = kept.risk
        routers = [
            *trading_routers(TradingKeepers(risk.orders, risk.contracts, kept.linkages), clock, SeededEntropy(23)),
            *ledger_routers(LedgerKeepers(risk.contracts, risk.prices, risk.ledger), clock, SeededEntropy(29)),
            *risk_routers(risk, clock, SeededEntropy(31)),
        ]
        trail = replace(memory.trail(), recorder=recorder, clock=clock)
        self.client = TestClient(create_application("hedge", trail, routers, {}))

    def make(self, path: str, body: Mapping[str, object]) -> str:
        """The id of what is made."""
        answer = self.post(path, body)
        assert answer.status_code == 201, answer.text
        return str(answer.json().get("id", ""))

    def post(self, path: str, body: Mapping[str, object], role: str = "TRADER") -> Response:
        return self.client.post(f"/v1{path}", json=body, headers=by(role))

    def read(self, path: str, asked: Mapping[str, str]) -> bytes:
        answer = self.client.get(f"/v1{path}", params=asked, headers=by("AUDITOR"))
        return b"%d %b" % (answer.status_code, answer.content)


@pytest.fixture
def desks(dynamodb: "DynamoDBClient") -> tuple[Desk, Desk]:
    return Desk(_in_memory()), Desk(_in_tables(dynamodb))


def _told(desk: Desk) -> dict[str, Any]:
    """The bytes of every figure of the worked example, before and after its short contract is settled."""
    desk.make("/market-data/settlement-prices", {"prices": PRICES})
    so1, po1 = desk.make("/orders/sales", VARIABLE), desk.make("/orders/purchase", PURCHASE)
    so2 = desk.make("/orders/sales", {**FIXED, "delivery_date_end": "2026-03-15"})
    hs, hl = desk.make("/contracts/hedge", SHORT), desk.make("/contracts/hedge", LONG)
    desk.make("/linkages", {"order_id": so1, "contract_id": hs, "quantity_mt": "40"})
    deltas = [add("v", "buy", "10.5", "2585.123457"), adjust(so1, "40"), override("2026-01-30", "2650.000001")]
    mark = {**AS_OF, "object_type": "hedge_contract", "object_id": hs}
    profit = {**PERIOD, "entity_type": "hedge_contract", "entity_id": hs}
    asked: list[tuple[str, Mapping[str, str]]] = [
        ("/exposures/commercial", {}),
        ("/exposures/global", {}),
        *((f"/mtm/orders/{one}", AS_OF) for one in (so1, po1, so2)),
        *((f"/mtm/hedge-contracts/{one}", AS_OF) for one in (hs, hl)),
        (f"/pl/hedge_contract/{hs}", PERIOD),
        ("/cashflow/analytic", AS_OF),
        ("/cashflow/projection", AS_OF),
        ("/mtm/snapshots", mark),
        ("/pl/snapshots", profit),
        ("/cashflow/baseline/snapshots", AS_OF),
    ]
    found: dict[str, Any] = {}
    for moment in ("before", "after"):
        taken = [desk.post(path, body).status_code for path, body in asked[-3:]]
        assert taken == ([201] * 3 if moment == "before" else [409] * 3)
        found |= {f"{moment} {path}": desk.read(path, query) for path, query in asked}
        what_if = desk.client.post(WHAT_IF, json={**AS_OF, **PERIOD, "deltas": deltas}, headers=by("AUDITOR"))
        found[f"{moment} what-if"] = what_if.content
        if moment == "before":
            settling = {"source_event_id": hs, "cashflow_date": "2026-01-30"}
            assert desk.post(f"/cashflow/contracts/{hs}/settle", settling).status_code == 201
    return found


def test_every_figure_is_the_same_to_the_byte(desks: tuple[Desk, Desk]) -> None:
    in_memory, in_tables = (_told(desk) for desk in desks)
    assert in_tables == in_memory
    assert b'"total_net_cashflow":"630.000000"' in in_tables["before /cashflow/analytic"]
    assert b'"total_net_cashflow":"67100.000000"' in in_tables["before /cashflow/projection"]
    assert b'"realized_pl":"-1512.500000"' in in_tables["after what-if"]
    for path in ("/mtm/snapshots", "/pl/snapshots", "/cashflow/baseline/snapshots"):
        assert in_tables[f"before {path}"] == in_tables[f"after {path}"]


@pytest.mark.parametrize("keeping", [0, 1])
def test_of_many_that_take_a_snapshot_at_once_all_get_the_one(desks: tuple[Desk, Desk], keeping: int) -> None:
    desk = desks[keeping]
    desk.make("/market-data/settlement-prices", {"prices": PRICES})
    mark = {**AS_OF, "object_type": "hedge_contract", "object_id": desk.make("/contracts/hedge", SHORT)}
    barrier = Barrier(AT_ONCE)

    def take(_: int) -> Response:
        barrier.wait()
        return desk.post("/mtm/snapshots", mark)

    with ThreadPoolExecutor(AT_ONCE) as threads:
        answers = list(threads.map(take, range(AT_ONCE)))
    # Who collides with the others for too long is told to come again.
    done = [one.json()["id"] for one in answers if one.status_code == 201]
    assert {one.status_code for one in answers} <= {201, 503}
    assert len(set(done)) == 1
    assert desk.post("/mtm/snapshots", mark).json()["id"] == done[0]
