"""What a transaction is about: how much is paid, and how."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from lacre.model.canonical import JsonObject
from network.model.money import write_amount


class Method(StrEnum):
    CASH = "CASH"
    CARD = "CARD"
    MOBILE = "MOBILE"


@dataclass(frozen=True)
class Payment:
    """`amount` has two decimals, `currency` is a code of ISO 4217."""

    amount: Decimal
    currency: str
    method: Method
    description: str | None = None

    def shown(self) -> JsonObject:
        return {
            "amount": write_amount(self.amount),
            "currency": self.currency,
            "method": self.method.value,
            "description": self.description,
        }
