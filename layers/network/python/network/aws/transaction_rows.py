"""Rows of transactions in the network table."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from network.aws.entity_row import EntityRow, alike_fields, alike_in
from network.aws.owner_index import owner_keys
from network.model.money import write_amount
from network.model.payment import Method, Payment
from network.model.transaction import Transaction, TransactionState


class TransactionRow(EntityRow):
    agent_key = UnicodeAttribute()
    merchant_key = UnicodeAttribute()
    pos_key = UnicodeAttribute()
    pos_id = UnicodeAttribute()
    agent_id = UnicodeAttribute()
    merchant_id = UnicodeAttribute()
    market_id = UnicodeAttribute(null=True)
    amount = UnicodeAttribute()
    currency = UnicodeAttribute()
    method = UnicodeAttribute()
    description = UnicodeAttribute(null=True)
    occurred_at = NumberAttribute(null=True)
    sequence = NumberAttribute(null=True)
    state = UnicodeAttribute()
    cancelled_because = UnicodeAttribute(null=True)


class TransactionForm:
    """`RowForm` of transactions. An amount is kept as its text; `pos_key` is for the list of a POS's own."""

    kind = "TRANSACTION"
    row = TransactionRow

    def fields_of(self, transaction: Transaction) -> Mapping[str, Any]:
        payment = transaction.payment
        return {
            **alike_fields(transaction),
            **owner_keys(self.kind, transaction.agent_id, transaction.merchant_id),
            "pos_key": f"{self.kind}#{transaction.pos_id}",
            "pos_id": transaction.pos_id,
            "agent_id": transaction.agent_id,
            "merchant_id": transaction.merchant_id,
            "market_id": transaction.market_id,
            "amount": write_amount(payment.amount),
            "currency": payment.currency,
            "method": payment.method.value,
            "description": payment.description,
            "occurred_at": transaction.occurred_at,
            "sequence": transaction.sequence,
            "state": transaction.state.value,
            "cancelled_because": transaction.cancelled_because,
        }

    def entity_of(self, row: TransactionRow) -> Transaction:
        return Transaction(
            **alike_in(row),
            pos_id=row.pos_id,
            agent_id=row.agent_id,
            merchant_id=row.merchant_id,
            market_id=row.market_id,
            payment=Payment(Decimal(row.amount), row.currency, Method(row.method), row.description),
            occurred_at=_number(row.occurred_at),
            sequence=_number(row.sequence),
            state=TransactionState(row.state),
            cancelled_because=row.cancelled_because,
        )


def _number(value: float | None) -> int | None:
    return None if value is None else int(value)
