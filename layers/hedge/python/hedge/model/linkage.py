"""A link: so much of an order is hedged by a contract. An order and a contract can be linked several times."""

from dataclasses import dataclass
from decimal import Decimal

from hedge.model.amounts import write_quantity
from lacre.model import moment
from lacre.model.canonical import JsonObject


@dataclass(frozen=True, kw_only=True)
class Linkage:
    """`quantity` in metric tons, `created_at` in ms since 1970. A link is never changed."""

    id: str
    order_id: str
    contract_id: str
    quantity: Decimal
    created_at: int

    def shown(self) -> JsonObject:
        """The link as the API and the log show it."""
        return {
            "id": self.id,
            "order_id": self.order_id,
            "contract_id": self.contract_id,
            "quantity_mt": write_quantity(self.quantity),
            "created_at": moment.to_text(self.created_at),
        }
