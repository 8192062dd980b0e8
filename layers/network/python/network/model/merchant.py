"""A merchant, for whom POS take payments."""

from dataclasses import dataclass

from lacre.model.canonical import JsonObject
from network.model.entity import Entity


@dataclass(frozen=True, kw_only=True)
class Merchant(Entity):
    """`account_id` is the user that the merchant logs in as; `tax_number` is as the merchant's papers have it.

    The account finds its merchant by id: it keeps the name that it was made with, whatever the merchant's becomes.
    """

    name: str
    phone: str
    tax_number: str | None
    account_id: str

    @property
    def owners(self) -> tuple[str, ...]:
        return (self.id,)

    def details(self) -> JsonObject:
        return {
            "name": self.name,
            "phone": self.phone,
            "tax_number": self.tax_number,
            "account_id": self.account_id,
        }
