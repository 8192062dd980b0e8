"""Printing the receipt of a transaction: for the first time, or one more copy."""

from dataclasses import dataclass, replace

from lacre.model.actor import Actor
from lacre.model.identifier import ENTROPY_BYTES, uuid7
from lacre.model.refusal import Ground, Refusal
from lacre.model.vocabulary import EntityType
from lacre.ports.ambient import Clock, Entropy
from lacre.ports.events import StateWrite
from lacre.recording.change import Change
from network.entities.read_entity import ReadEntity
from network.model.receipt import Receipt
from network.model.transaction import Transaction, TransactionState
from network.ports.entities import Entities
from network.ports.receipts import Receipts


@dataclass(frozen=True)
class PrintedReceipt:
    """A receipt as it is once the change is committed."""

    receipt: Receipt
    change: Change


class PrintReceipt:
    def __init__(self, transactions: Entities[Transaction], receipts: Receipts, clock: Clock, entropy: Entropy) -> None:
        self._transactions = transactions
        self._read = ReadEntity(transactions, EntityType.TRANSACTION)
        self._receipts = receipts
        self._clock = clock
        self._entropy = entropy

    def __call__(self, actor: Actor, transaction_id: str) -> PrintedReceipt:
        """Raises Refusal: NOT_FOUND, OUTSIDE_JURISDICTION, CONFLICT for a transaction that is cancelled."""
        transaction = self._read(actor, transaction_id)
        if transaction.state is TransactionState.CANCELLED:
            raise Refusal(
                Ground.CONFLICT, "TRANSACTION_CANCELLED", "There is no receipt for a transaction that is cancelled."
            )
        before, now = self._receipts.find(transaction.id), self._clock.now()
        after = replace(before, copies=before.copies + 1, printed_at=now) if before else self._first(transaction, now)
        change = Change(
            after.id,
            before=before.shown(transaction.agent_id) if before else None,
            after=after.shown(transaction.agent_id),
            # The transaction is held as it was found: one that is cancelled meanwhile gets no receipt.
            writes=[self._write(before, after), self._transactions.unchanged(transaction)],
            entity_type=EntityType.RECEIPT,
            action="RECEIPT_REPRINTED" if before else "RECEIPT_PRINTED",
        )
        return PrintedReceipt(after, change)

    def _first(self, transaction: Transaction, now: int) -> Receipt:
        return Receipt(uuid7(now, self._entropy.take(ENTROPY_BYTES)), transaction.id, 1, now)

    def _write(self, before: Receipt | None, after: Receipt) -> StateWrite:
        return self._receipts.replacing(after, before.copies) if before else self._receipts.adding(after)
