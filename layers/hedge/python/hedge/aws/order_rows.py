"""The row of an order, and the conditional writes that change it: links and releases count up and down on it.

`ORDER` / id holds `body` (what never changes), `linked` in thousandths of a ton, `hedged_by` (ids of contracts),
`version`, and `archived_at` of one that is not live.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from hedge.aws.desk_rows import Item, key_of
from hedge.aws.tons import thousandths
from hedge.model.amounts import minus
from hedge.model.order import Order
from hedge.model.transitions import MOST_LINKED
from lacre.aws.transaction import TableWrite

ORDER = "ORDER"
_NAMES = {"#version": "version"}
_ONE = {":one": {"N": "1"}}


def order_item(order: Order, text: str) -> Item:
    """The item of a new order."""
    return {
        **key_of(ORDER, order.id),
        "body": {"S": text},
        "linked": {"N": str(thousandths(order.linked))},
        "version": {"N": str(order.version)},
    }


def taking(table: str, order: Order, contract_id: str, quantity: Decimal) -> TableWrite:
    """A contract takes so much of an order, if it is live and has so much left."""
    values = {
        **_counted(contract_id, thousandths(quantity)),
        ":room": {"N": str(thousandths(minus(order.quantity, quantity)))},
        ":contract": {"S": contract_id},
        ":most": {"N": str(MOST_LINKED)},
    }
    is_few = "(attribute_not_exists(hedged_by) OR contains(hedged_by, :contract) OR size(hedged_by) < :most)"
    return _update(
        table,
        order.id,
        "ADD linked :quantity, #version :one, hedged_by :contracts",
        f"attribute_exists(pk) AND attribute_not_exists(archived_at) AND linked <= :room AND {is_few}",
        values,
    )


def giving_back(table: str, order_id: str, contract_id: str, quantity: Decimal) -> TableWrite:
    """A contract gives back all that it took of an order."""
    taken = thousandths(quantity)
    return _update(
        table,
        order_id,
        "ADD linked :quantity, #version :one DELETE hedged_by :contracts",
        "contains(hedged_by, :contract) AND linked >= :taken",
        {**_counted(contract_id, -taken), ":taken": {"N": str(taken)}, ":contract": {"S": contract_id}},
    )


def archiving(table: str, order: Order, at: int) -> TableWrite:
    """An order is archived at its version; no contract hedges it any more."""
    values = {":at": {"N": str(at)}, ":zero": {"N": "0"}, ":version": {"N": str(order.version)}, **_ONE}
    return _update(
        table,
        order.id,
        "SET archived_at = :at, linked = :zero, #version = #version + :one REMOVE hedged_by",
        "#version = :version AND attribute_not_exists(archived_at)",
        values,
    )


def _counted(contract_id: str, quantity: int) -> dict[str, Any]:
    return {":quantity": {"N": str(quantity)}, ":contracts": {"SS": [contract_id]}, **_ONE}


def _update(table: str, order_id: str, update: str, condition: str, values: Mapping[str, Any]) -> TableWrite:
    return TableWrite(
        {
            "Update": {
                "TableName": table,
                "Key": key_of(ORDER, order_id),
                "UpdateExpression": update,
                "ConditionExpression": condition,
                "ExpressionAttributeNames": _NAMES,
                "ExpressionAttributeValues": values,
            }
        }
    )
