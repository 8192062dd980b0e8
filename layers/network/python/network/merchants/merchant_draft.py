"""A merchant to be made."""

from dataclasses import dataclass

from lacre.model.place import Place
from network.model.entity import Beginning
from network.model.merchant import Merchant


@dataclass(frozen=True)
class MerchantDraft:
    """`network.entities.create_holder.HolderDraft`."""

    name: str
    phone: str
    tax_number: str | None
    place: Place
    username: str

    def made(self, beginning: Beginning, account_id: str) -> Merchant:
        return Merchant(
            **beginning, name=self.name, phone=self.phone, tax_number=self.tax_number, account_id=account_id
        )
