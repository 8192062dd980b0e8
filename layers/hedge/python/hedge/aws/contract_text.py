"""A contract as one text: its own row holds it, and its row of the live portfolio."""

import json
from decimal import Decimal
from typing import Any

from hedge.aws.order_text import day_in
from hedge.model.amounts import total, write_money, write_quantity
from hedge.model.commodity import Commodity
from hedge.model.contract import FloatConvention, HedgeContract, Side, Status
from hedge.model.order import text_of


def contract_text(contract: HedgeContract) -> str:
    """Compact JSON."""
    return json.dumps(
        {
            "id": contract.id,
            "commodity": contract.commodity.value,
            "quantity": write_quantity(contract.quantity),
            "fixed_side": contract.fixed_side.value,
            "fixed_price": write_money(contract.fixed_price),
            "float_convention": contract.convention.value,
            "trade_date": text_of(contract.trade_date),
            "settlement_date": text_of(contract.settlement_date),
            "created_at": contract.created_at,
            "status": contract.status.value,
            "archived_at": contract.archived_at,
            "links": {order_id: write_quantity(quantity) for order_id, quantity in contract.links.items()},
            "version": contract.version,
        },
        separators=(",", ":"),
    )


def contract_in(members: dict[str, Any]) -> HedgeContract:
    """The contract of a text's members."""
    links = {order_id: Decimal(quantity) for order_id, quantity in members["links"].items()}
    return HedgeContract(
        id=members["id"],
        commodity=Commodity(members["commodity"]),
        quantity=Decimal(members["quantity"]),
        fixed_side=Side(members["fixed_side"]),
        fixed_price=Decimal(members["fixed_price"]),
        convention=FloatConvention(members["float_convention"]),
        trade_date=day_in(members["trade_date"]),
        settlement_date=day_in(members["settlement_date"]),
        created_at=members["created_at"],
        status=Status(members["status"]),
        archived_at=members["archived_at"],
        linked=total(links.values()),
        links=links,
        version=members["version"],
    )
