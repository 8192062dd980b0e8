"""The routes of transactions, receipts and uploads over fakes."""

from dataclasses import dataclass, field
from typing import Any

from fastapi.testclient import TestClient

from functions.network.payment_routers import PaymentKeepers, payment_routers
from lacre.http.application import create_application
from lacre.http.by_credential import ByCredential
from lacre.model.header import Header
from network.model.pos import Pos
from network.model.transaction import Transaction
from tests.fakes.ambient import SeededEntropy
from tests.fakes.entities import MemoryEntities
from tests.fakes.transactions import MemoryReceipts, MemoryUploads
from tests.unit.network.worlds import NetworkWorld, key_of, with_key

PATH = "/v1/transactions"
PAYMENT = {"amount": "12.5", "currency": "MZN", "method": "CASH", "description": "Peixe"}


@dataclass
class TransactionWorld(NetworkWorld):
    """With one POS, of the first agent and the first merchant, at home."""

    transactions: MemoryEntities[Transaction] = field(default_factory=MemoryEntities)
    receipts: MemoryReceipts = field(default_factory=MemoryReceipts)
    uploads: MemoryUploads = field(default_factory=MemoryUploads)

    def __post_init__(self) -> None:
        super().__post_init__()
        callers = ByCredential(self.trail.tokens, self.pos_keys)
        kept = PaymentKeepers(self.terminals, self.transactions, self.receipts, self.uploads)
        routers = payment_routers(kept, self.clock, SeededEntropy(12))
        self.client = TestClient(create_application("network", self.trail.trail(callers), routers, {}))
        self.terminal: Pos = self.pos()

    @property
    def key(self) -> dict[str, str]:
        """What the POS presents."""
        return with_key(key_of(self.terminal.id))

    def take(self, **other: Any) -> Any:
        """The answer to a transaction that the POS makes itself."""
        answer = self.client.post(PATH, json={**PAYMENT, **other}, headers=self.key)
        assert answer.status_code == 201, answer.text
        return answer.json()

    @property
    def last_event(self) -> Header:
        return self.events[-1]

    def told_by(self, header: Header) -> Any:
        return self.body_of(header)["after"]
