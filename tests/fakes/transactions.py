"""Receipts, and what is remembered of uploads, in memory; transactions are kept by `tests.fakes.entities`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lacre.ports.errors import StoreUnavailableError
from lacre.ports.events import StateWrite
from network.model.numbers import Numbers
from network.model.offline_item import Memory
from network.model.receipt import Receipt
from tests.fakes.events import MemoryWrite


@dataclass
class MemoryReceipts:
    """`network.ports.receipts.Receipts`."""

    rows: dict[str, Receipt] = field(default_factory=dict)

    def find(self, transaction_id: str) -> Receipt | None:
        return self.rows.get(transaction_id)

    def adding(self, receipt: Receipt) -> StateWrite:
        return MemoryWrite(lambda: receipt.transaction_id not in self.rows, lambda: self._put(receipt))

    def replacing(self, receipt: Receipt, copies: int) -> StateWrite:
        def is_unchanged() -> bool:
            found = self.rows.get(receipt.transaction_id)
            return found is not None and found.copies == copies

        return MemoryWrite(is_unchanged, lambda: self._put(receipt))

    def _put(self, receipt: Receipt) -> None:
        self.rows[receipt.transaction_id] = receipt


@dataclass
class MemoryUploads:
    """`network.ports.uploads.Uploads`."""

    items: dict[tuple[str, str], Memory] = field(default_factory=dict)
    received: dict[str, Numbers] = field(default_factory=dict)
    is_away: bool = False

    def memories(self, pos_id: str, names: Sequence[str]) -> Mapping[str, Memory]:
        self._reach()
        return {name: self.items[pos_id, name] for name in names if (pos_id, name) in self.items}

    def remembering(self, pos_id: str, name: str, memory: Memory) -> StateWrite:
        key = (pos_id, name)
        return MemoryWrite(lambda: key not in self.items, lambda: self.items.update({key: memory}))

    def numbers(self, pos_id: str) -> Numbers:
        self._reach()
        return self.received.get(pos_id, Numbers())

    def noting(self, pos_id: str, numbers: Numbers) -> StateWrite:
        def is_unchanged() -> bool:
            return self.received.get(pos_id, Numbers()).version == numbers.version - 1

        return MemoryWrite(is_unchanged, lambda: self.received.update({pos_id: numbers}))

    def _reach(self) -> None:
        if self.is_away:
            raise StoreUnavailableError("away")
