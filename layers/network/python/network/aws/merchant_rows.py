"""Rows of merchants in the network table."""

from collections.abc import Mapping
from typing import Any

from pynamodb.attributes import UnicodeAttribute

from network.aws.entity_row import EntityRow, alike_fields, alike_in
from network.model.merchant import Merchant


class MerchantRow(EntityRow):
    name = UnicodeAttribute()
    phone = UnicodeAttribute()
    tax_number = UnicodeAttribute(null=True)
    account_id = UnicodeAttribute()


class MerchantForm:
    """`RowForm` of merchants."""

    kind = "MERCHANT"
    row = MerchantRow

    def fields_of(self, merchant: Merchant) -> Mapping[str, Any]:
        return {**alike_fields(merchant), **merchant.details()}

    def entity_of(self, row: MerchantRow) -> Merchant:
        return Merchant(
            **alike_in(row), name=row.name, phone=row.phone, tax_number=row.tax_number, account_id=row.account_id
        )
