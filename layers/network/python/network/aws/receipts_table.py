"""Receipts in the network table, each under its transaction's id: `RECEIPT#<transaction id>`."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.models import Model

from lacre.aws.domain_rows import DomainRows
from lacre.ports.events import StateWrite
from network.model.receipt import Receipt

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class ReceiptRow(Model):
    """`version` is the number of copies."""

    pk = UnicodeAttribute(hash_key=True)
    receipt_id = UnicodeAttribute()
    transaction_id = UnicodeAttribute()
    printed_at = NumberAttribute()
    version = NumberAttribute()


class ReceiptsTable:
    """`network.ports.receipts.Receipts` on DynamoDB."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._rows = DomainRows(client, table, ReceiptRow)

    def find(self, transaction_id: str) -> Receipt | None:
        row = self._rows.find(_key(transaction_id))
        return Receipt(row.receipt_id, row.transaction_id, int(row.version), int(row.printed_at)) if row else None

    def adding(self, receipt: Receipt) -> StateWrite:
        return self._rows.putting_new(_fields(receipt))

    def replacing(self, receipt: Receipt, copies: int) -> StateWrite:
        return self._rows.putting_over(_fields(receipt), copies)


def _key(transaction_id: str) -> str:
    return f"RECEIPT#{transaction_id}"


def _fields(receipt: Receipt) -> Mapping[str, Any]:
    return {
        "pk": _key(receipt.transaction_id),
        "receipt_id": receipt.id,
        "transaction_id": receipt.transaction_id,
        "printed_at": receipt.printed_at,
        "version": receipt.copies,
    }
