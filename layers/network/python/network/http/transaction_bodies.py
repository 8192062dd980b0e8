"""Bodies of the routes of transactions and receipts."""

from typing import Annotated

from pydantic import AfterValidator, Field, StrictBool

from lacre.http.text import PlainText
from network.http.bodies import Amount, Body, Id
from network.model.currencies import CURRENCIES
from network.model.money import read_amount, read_currency
from network.model.payment import Method, Payment
from network.transactions.create_transaction import TransactionDraft

Currency = Annotated[str, AfterValidator(read_currency), Field(json_schema_extra={"enum": sorted(CURRENCIES)})]


class PaymentBody(Body):
    amount: Amount
    currency: Currency
    method: Method
    description: PlainText | None = None
    print_receipt: StrictBool = False

    @property
    def payment(self) -> Payment:
        return Payment(read_amount(self.amount), self.currency, self.method, self.description)


class NewTransactionBody(PaymentBody):
    """A POS leaves `pos_id` out; everybody else names the POS."""

    pos_id: Id | None = None

    @property
    def draft(self) -> TransactionDraft:
        return TransactionDraft(self.pos_id, self.payment, self.print_receipt)


class CancelBody(Body):
    reason: PlainText
