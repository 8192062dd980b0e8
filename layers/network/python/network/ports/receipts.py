"""Where receipts are kept, one for each transaction."""

from typing import Protocol

from lacre.ports.events import StateWrite
from network.model.receipt import Receipt


class Receipts(Protocol):
    def find(self, transaction_id: str) -> Receipt | None:
        """By a consistent read. Raises StoreUnavailableError."""
        ...

    def adding(self, receipt: Receipt) -> StateWrite:
        """The write that makes one, on condition that its transaction has none."""
        ...

    def replacing(self, receipt: Receipt, copies: int) -> StateWrite:
        """The write that changes one, on condition that it was printed just so often."""
        ...
