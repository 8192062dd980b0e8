"""`/v1/transactions`."""

from dataclasses import dataclass

from fastapi import APIRouter, Response

from lacre.http.answer import Answer
from lacre.http.audit import audited
from lacre.http.audited_route import AuditedRoute
from lacre.http.call import Call
from lacre.http.parameters import AskedPage, IfMatch
from lacre.http.version_tag import version_of
from lacre.model.jurisdiction import ADMIN, SUPERVISOR
from lacre.model.vocabulary import EntityType
from network.entities.list_owned import ListOwned
from network.entities.read_entity import ReadEntity
from network.http.answering import answer_of, changed_answer, page_answer
from network.http.transaction_answers import (
    ReceiptAnswer,
    ReceiptedTransactionAnswer,
    TransactionAnswer,
    TransactionsAnswer,
    receipt_answer,
    receipt_beside,
)
from network.http.transaction_bodies import CancelBody, NewTransactionBody
from network.model.own import AGENT, MERCHANT, POS
from network.model.transaction import Transaction
from network.ports.receipts import Receipts
from network.transactions.cancel_transaction import CancelTransaction
from network.transactions.create_transaction import CreateTransaction
from network.transactions.print_receipt import PrintReceipt

ACTING = (POS, AGENT, ADMIN, SUPERVISOR)
SEEING = (*ACTING, MERCHANT)


@dataclass(frozen=True)
class TransactionUseCases:
    create: CreateTransaction
    read: ReadEntity[Transaction]
    list: ListOwned[Transaction]
    cancel: CancelTransaction
    print: PrintReceipt
    receipts: Receipts


def transactions_router(transactions: TransactionUseCases) -> APIRouter:
    router = APIRouter(prefix="/v1/transactions", route_class=AuditedRoute)

    @router.post("", status_code=201, response_model=ReceiptedTransactionAnswer)
    @audited("TRANSACTION_CREATED", roles=ACTING, failure="TRANSACTION_FAILED", further=("RECEIPT_PRINTED",))
    def create(call: Call, given: NewTransactionBody) -> Response:
        created = transactions.create(call.actor, given.draft)
        body = {**answer_of(created.entity), **receipt_beside(created.receipt)}
        return call.done(created.change, Answer(body, created.entity.version))

    @router.get("", response_model=TransactionsAnswer)
    @audited("LIST_ENTITIES", roles=SEEING, entity_type=EntityType.TRANSACTION)
    def list_all(call: Call, asked: AskedPage) -> Response:
        return page_answer(call, "transactions", transactions.list(call.actor, asked.cursor, asked.limit))

    @router.get("/{transaction_id}", response_model=ReceiptedTransactionAnswer)
    @audited("READ_ENTITY", roles=SEEING, entity_type=EntityType.TRANSACTION, entity="transaction_id")
    def read(call: Call, transaction_id: str) -> Response:
        transaction = transactions.read(call.actor, transaction_id)
        receipt = transactions.receipts.find(transaction.id)
        call.read(transaction.id)
        return Answer({**answer_of(transaction), **receipt_beside(receipt)}, transaction.version).response(call.status)

    @router.post("/{transaction_id}/cancel", response_model=TransactionAnswer)
    @audited("TRANSACTION_CANCELLED", roles=ACTING, entity="transaction_id")
    def cancel(call: Call, transaction_id: str, given: CancelBody, if_match: IfMatch = None) -> Response:
        version = version_of(if_match)
        return changed_answer(call, transactions.cancel(call.actor, transaction_id, version, given.reason))

    @router.post("/{transaction_id}/receipts", status_code=201, response_model=ReceiptAnswer)
    @audited(
        "RECEIPT_PRINTED",
        roles=ACTING,
        # What is refused is refused about the transaction; the receipt has an id of its own.
        entity_type=EntityType.TRANSACTION,
        entity="transaction_id",
        further=("RECEIPT_REPRINTED",),
    )
    def print_receipt(call: Call, transaction_id: str) -> Response:
        printed = transactions.print(call.actor, transaction_id)
        return call.done(printed.change, Answer(receipt_answer(printed.receipt)))

    return router
