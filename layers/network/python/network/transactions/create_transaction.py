"""Creating a transaction on a POS: by itself, by its agent, or by an official where it stands."""

from dataclasses import dataclass

from lacre.model.actor import Actor
from lacre.model.refusal import Fault, Ground, Refusal
from lacre.model.vocabulary import EntityType
from lacre.recording.change import Change, Further
from network.entities.read_entity import ReadEntity
from network.model.own import POS
from network.model.payment import Payment
from network.model.pos import Pos
from network.model.receipt import Receipt
from network.model.transaction import Transaction
from network.ports.entities import Entities
from network.transactions.make_transaction import MakeTransaction, require_active


@dataclass(frozen=True)
class TransactionDraft:
    """A transaction to be made; a POS that makes one itself need not say on which it is."""

    pos_id: str | None
    payment: Payment
    prints: bool


@dataclass(frozen=True)
class CreatedTransaction:
    """A transaction that exists once the change is committed, and its receipt if that was printed at once."""

    entity: Transaction
    receipt: Receipt | None
    change: Change


class CreateTransaction:
    def __init__(self, terminals: Entities[Pos], make: MakeTransaction) -> None:
        self._terminals = terminals
        self._read = ReadEntity(terminals, EntityType.POS)
        self._make = make

    def __call__(self, actor: Actor, draft: TransactionDraft) -> CreatedTransaction:
        """Raises Refusal: INVALID, NOT_FOUND, OUTSIDE_JURISDICTION, CONFLICT with POS_BLOCKED."""
        pos = self._read(actor, _pos_id(actor, draft))
        require_active(pos)
        made = self._make(pos, draft.payment, prints=draft.prints)
        change = Change(
            made.transaction.id,
            after=made.transaction.shown(),
            # The POS is held as it was found: one that is blocked or moved meanwhile makes no transaction.
            writes=[*made.writes, self._terminals.unchanged(pos)],
            further=[_printed(made.receipt, pos.agent_id)] if made.receipt else [],
        )
        return CreatedTransaction(made.transaction, made.receipt, change)


def _pos_id(actor: Actor, draft: TransactionDraft) -> str:
    if draft.pos_id is not None:
        return draft.pos_id
    if actor.role != POS:
        fault = Fault("body.pos_id", "Only a POS itself can leave this out.")
        raise Refusal(Ground.INVALID, "POS_ID_MISSING", "The transaction names no POS.", faults=(fault,))
    return actor.id


def _printed(receipt: Receipt, agent_id: str) -> Further:
    return Further("RECEIPT_PRINTED", EntityType.RECEIPT, receipt.id, after=receipt.shown(agent_id))
