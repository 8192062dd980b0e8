"""Making a transaction on a POS that is known to be active: alike for one request and for what was done offline."""

from collections.abc import Sequence
from dataclasses import dataclass

from lacre.model.identifier import ENTROPY_BYTES, uuid7
from lacre.model.refusal import Fault, Ground, Refusal
from lacre.ports.ambient import Clock, Entropy
from lacre.ports.events import StateWrite
from network.model.money import read_amount
from network.model.offline_item import Offline
from network.model.payment import Payment
from network.model.pos import Pos, PosState
from network.model.receipt import Receipt
from network.model.transaction import Transaction
from network.ports.entities import Entities
from network.ports.receipts import Receipts


@dataclass(frozen=True)
class MadeTransaction:
    """A transaction that exists once the writes are committed, with its receipt if that is printed at once."""

    transaction: Transaction
    receipt: Receipt | None
    writes: Sequence[StateWrite]


class MakeTransaction:
    def __init__(self, transactions: Entities[Transaction], receipts: Receipts, clock: Clock, entropy: Entropy) -> None:
        self._transactions = transactions
        self._receipts = receipts
        self._clock = clock
        self._entropy = entropy

    def __call__(self, pos: Pos, payment: Payment, *, prints: bool, offline: Offline | None = None) -> MadeTransaction:
        """Raises Refusal INVALID for an amount over the maximum of the POS."""
        _require_amount(pos, payment)
        now = self._clock.now()
        transaction = Transaction(
            id=self._new_id(now),
            pos_id=pos.id,
            agent_id=pos.agent_id,
            merchant_id=pos.merchant_id,
            market_id=pos.market_id,
            place=pos.place,
            payment=payment,
            created_at=now,
            changed_at=now,
            occurred_at=offline.occurred_at if offline else None,
            sequence=offline.sequence if offline else None,
        )
        adding = self._transactions.adding(transaction)
        if not prints:
            return MadeTransaction(transaction, None, [adding])
        receipt = Receipt(self._new_id(now), transaction.id, 1, now)
        return MadeTransaction(transaction, receipt, [adding, self._receipts.adding(receipt)])

    def _new_id(self, now: int) -> str:
        return uuid7(now, self._entropy.take(ENTROPY_BYTES))


def require_active(pos: Pos) -> None:
    """Raises Refusal CONFLICT for a blocked POS. One that is about to move goes on where it is."""
    if pos.state is not PosState.ACTIVE:
        raise Refusal(Ground.CONFLICT, "POS_BLOCKED", "This POS is blocked.", facts={"pos_id": pos.id})


def _require_amount(pos: Pos, payment: Payment) -> None:
    if pos.maximum_amount is not None and payment.amount > read_amount(pos.maximum_amount):
        raise Refusal(
            Ground.INVALID,
            "AMOUNT_OVER_MAXIMUM",
            "The amount is more than this POS may take.",
            faults=(Fault("body.amount", "More than the maximum of the POS."),),
            facts={"pos_id": pos.id, "maximum_amount": pos.maximum_amount, **payment.shown()},
        )
