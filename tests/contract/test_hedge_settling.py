"""Settling over DynamoDB, as the function does it: of many at once one settles, and whatever fails leaves nothing."""

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from functions.hedge.ledger_routers import LedgerKeepers, ledger_routers
from functions.hedge.trading_routers import TradingKeepers, trading_routers
from hedge.aws.contracts_table import ContractsTable
from hedge.aws.ledger_table import LedgerTable
from hedge.aws.linkages_table import LinkagesTable
from hedge.aws.orders_table import OrdersTable
from hedge.aws.portfolios_table import PortfoliosTable
from hedge.aws.prices_table import PricesTable
from hedge.model.contract import Status
from lacre.aws.answers_table import AnswersTable
from lacre.aws.events_table import EventsTable
from lacre.http.application import create_application
from lacre.http.trail import Trail
from lacre.model.header import Header
from lacre.recording.receipts import ReceiptIssuer
from lacre.recording.recorder import Recorder
from tests.fakes.ambient import SeededEntropy
from tests.fakes.trail import MemoryTrail
from tests.tables import create
from tests.unit.hedge.ledger_world import LEDGER, PRICE, PRICES, event_id
from tests.unit.hedge.trading_world import CONTRACTS, LINKAGES, SALES, SHORT, VARIABLE, actor, by

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

AT_ONCE = 50


@dataclass
class Desk:
    """The desk's routes over its tables; callers and receipts are faked."""

    client: "DynamoDBClient"
    memory: MemoryTrail = field(default_factory=MemoryTrail)

    def __post_init__(self) -> None:
        for table in ("hedge", "ledger", "events", "answers"):
            create(self.client, table)
        memory, clock, entropy = self.memory, self.memory.clock, SeededEntropy(23)
        memory.tokens.actors = {"TRADER": actor("TRADER")}
        recorder = Recorder(
            EventsTable(self.client, "events"), ReceiptIssuer(memory.signer, clock, entropy), clock, entropy
        )
        trail = memory.trail()
        answers = AnswersTable(self.client, "answers")
        trail = Trail(**{**vars(trail), "recorder": recorder, "answers": answers})
        self.contracts, self.orders = ContractsTable(self.client, "hedge"), OrdersTable(self.client, "hedge")
        linkages = LinkagesTable(self.client, "hedge")
        self.ledger = LedgerTable(self.client, "ledger")
        kept = LedgerKeepers(self.contracts, PricesTable(self.client, "hedge"), self.ledger)
        trading = TradingKeepers(self.orders, self.contracts, linkages)
        routers = [*trading_routers(trading, clock, entropy), *ledger_routers(kept, clock, entropy)]
        self.http = TestClient(create_application("hedge", trail, routers, {}))

    def made(self, path: str, body: object) -> str:
        answer = self.http.post(path, json=body, headers=by("TRADER"))
        assert answer.status_code == 201, answer.text
        return str(answer.json().get("id"))

    def settle(self, contract_id: str, number: int) -> Response:
        body = {"source_event_id": event_id(number), "cashflow_date": "2026-01-30"}
        return self.http.post(f"/v1/cashflow/contracts/{contract_id}/settle", json=body, headers=by("TRADER"))

    def told(self, action: str = "SETTLE_CONTRACT", entity_type: str = "SETTLEMENT") -> Sequence[Header]:
        """Events of settlements, or of what else is done."""
        rows = self.client.scan(TableName="events", ConsistentRead=True)["Items"]
        headers = [Header.decode(row["header"]["S"].encode()) for row in rows]
        return [one for one in headers if (one.action, one.entity_type) == (action, entity_type)]


@pytest.fixture
def desk(dynamodb: "DynamoDBClient") -> Desk:
    made = Desk(dynamodb)
    made.made(PRICES, PRICE)
    return made


def test_it_settles_closes_and_releases_in_one_transaction(desk: Desk) -> None:
    order, contract = desk.made(SALES, VARIABLE), desk.made(CONTRACTS, SHORT)
    desk.made(LINKAGES, {"order_id": order, "contract_id": contract, "quantity_mt": "40"})
    answer = desk.settle(contract, 0)
    assert answer.status_code == 201
    assert [one["amount"] for one in answer.json()["entries"]] == ["126000.000000", "127512.500000"]
    found, released = desk.contracts.find(contract), desk.orders.find(order)
    assert found is not None
    assert released is not None
    assert (found.status, released.linked) == (Status.SETTLED, Decimal(0))
    assert contract not in PortfoliosTable(desk.client, "hedge").live().contracts
    listed = desk.http.get(LEDGER, headers=by("TRADER")).json()["entries"]
    assert listed == answer.json()["entries"] == [one.shown() for one in desk.ledger.of_contract(contract)]


def test_of_fifty_settlements_of_a_contract_at_once_one_settles_and_all_are_recorded(desk: Desk) -> None:
    contract = desk.made(CONTRACTS, SHORT)
    with ThreadPoolExecutor(AT_ONCE) as threads:
        answers = list(threads.map(lambda number: desk.settle(contract, number), range(AT_ONCE)))
    assert Counter(one.status_code for one in answers) == {201: 1, 409: AT_ONCE - 1}
    assert Counter(one.outcome for one in desk.told()) == {"SUCCEEDED": 1, "FAILED": AT_ONCE - 1}
    (settled,) = [one.json() for one in answers if one.status_code == 201]
    assert [one.shown() for one in desk.ledger.of_contract(contract)] == settled["entries"]
    assert len(desk.ledger.within(None, None, None, 100).lines) == 2


def test_a_settlement_that_loses_to_a_cancellation_leaves_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    contract = desk.made(CONTRACTS, SHORT)
    of_event = desk.ledger.of_event

    def cancelled_meanwhile(source_event_id: str) -> object:
        path = f"{CONTRACTS}/{contract}/status"
        assert desk.http.patch(path, json={"status": "cancelled"}, headers=by("TRADER")).status_code == 200
        return of_event(source_event_id)

    monkeypatch.setattr(desk.ledger, "of_event", cancelled_meanwhile)
    assert desk.settle(contract, 0).status_code == 409
    found = desk.contracts.find(contract)
    assert found is not None
    assert found.status is Status.CANCELLED
    assert desk.ledger.within(None, None, None, 100).lines == []
    assert of_event(event_id(0)) == []
