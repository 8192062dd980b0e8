"""Transactions and receipts as the API shows them."""

from lacre.model import moment
from lacre.model.canonical import JsonObject
from network.http.answers import Listed, Shown
from network.model.payment import Method
from network.model.receipt import Receipt
from network.model.transaction import TransactionState


class TransactionAnswer(Shown):
    """`amount` is decimal text. `occurred_at` and `sequence` are what a POS that was offline said; else null."""

    id: str
    pos_id: str
    agent_id: str
    merchant_id: str
    market_id: str | None
    province: str
    district: str
    amount: str
    currency: str
    method: Method
    description: str | None
    occurred_at: str | None
    sequence: int | None
    state: TransactionState
    cancelled_because: str | None
    version: int
    created_at: str
    changed_at: str


class ReceiptAnswer(Shown):
    """`copies` is how often it was printed, this time included."""

    id: str
    transaction_id: str
    copies: int
    printed_at: str


class ReceiptedTransactionAnswer(TransactionAnswer):
    """`receipt` is null while none was printed."""

    receipt: ReceiptAnswer | None


class TransactionsAnswer(Listed):
    """Agents, merchants and POS see what they own in the district that they belong to, by where it was paid.

    Their pages can hold fewer than `limit`, or none; `cursor` asks for the next page, and is null on the last one.
    """

    transactions: list[TransactionAnswer]


def receipt_answer(receipt: Receipt) -> JsonObject:
    told: JsonObject = {"transaction_id": receipt.transaction_id, "copies": receipt.copies}
    return {"id": receipt.id, **told, "printed_at": moment.to_text(receipt.printed_at)}


def receipt_beside(receipt: Receipt | None) -> JsonObject:
    """What a transaction's own answer says of its receipt."""
    return {"receipt": receipt_answer(receipt) if receipt else None}
