"""Cancelling a transaction, once."""

from dataclasses import replace

from lacre.model.actor import Actor
from lacre.model.refusal import Ground, Refusal
from lacre.model.versions import require_version
from lacre.model.vocabulary import EntityType
from lacre.ports.ambient import Clock
from network.entities.changed import Changed, changed
from network.entities.read_entity import ReadEntity
from network.model.transaction import Transaction, TransactionState
from network.ports.entities import Entities


class CancelTransaction:
    def __init__(self, transactions: Entities[Transaction], clock: Clock) -> None:
        self._transactions = transactions
        self._read = ReadEntity(transactions, EntityType.TRANSACTION)
        self._clock = clock

    def __call__(self, actor: Actor, transaction_id: str, version: int, reason: str) -> Changed[Transaction]:
        """Raises Refusal: NOT_FOUND, OUTSIDE_JURISDICTION, CONFLICT for a second time and for a version of before."""
        before = self._read(actor, transaction_id)
        if before.state is TransactionState.CANCELLED:
            raise Refusal(Ground.CONFLICT, "ALREADY_CANCELLED", "This transaction is cancelled already.")
        require_version(before.version, version)
        after = replace(before, state=TransactionState.CANCELLED, cancelled_because=reason)
        return changed(self._transactions, before, after, self._clock.now())
