"""Orders in the hedge table."""

import json
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from hedge.aws import contract_rows, order_rows
from hedge.aws.desk_rows import DeskRows, Item
from hedge.aws.live_rows import keeping, removing
from hedge.aws.order_rows import ORDER, order_item
from hedge.aws.order_text import order_in, order_text
from hedge.aws.tons import tons
from hedge.model.contract import HedgeContract
from hedge.model.order import Order
from hedge.model.transitions import unlinked
from lacre.aws.transaction import put_new
from lacre.ports.events import StateWrite
from lacre.ports.paging import Page

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class OrdersTable:
    """`hedge.ports.orders.Orders` on DynamoDB."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._table = table
        self._rows = DeskRows(client, table, ORDER)

    def find(self, order_id: str) -> Order | None:
        item = self._rows.find(order_id)
        return _order(item) if item else None

    def listed(self, after: str | None, limit: int) -> Page[Order]:
        page = self._rows.listed(after, limit)
        return Page([_order(item) for item in page.items], page.next)

    def hedged_by(self, order_id: str) -> Collection[str]:
        item = self._rows.find(order_id) or {}
        # A set of DynamoDB is never empty: without members there is none.
        return frozenset(item["hedged_by"]["SS"]) if "hedged_by" in item else frozenset()

    def adding(self, order: Order) -> Sequence[StateWrite]:
        text = order_text(order)
        row = put_new(self._table, order_item(order, text), "pk")
        return [row, keeping(self._table, ORDER, order.id, text)]

    def archiving(self, order: Order, contracts: Sequence[HedgeContract], at: int) -> Sequence[StateWrite]:
        writes: list[StateWrite] = [
            order_rows.archiving(self._table, order, at),
            removing(self._table, ORDER, order.id),
        ]
        for contract in contracts:
            writes += contract_rows.replacing(self._table, unlinked(contract, order.id), contract)
        return writes


def _order(item: Item) -> Order:
    return order_in(
        json.loads(item["body"]["S"]),
        linked=tons(item["linked"]["N"]),
        archived_at=int(item["archived_at"]["N"]) if "archived_at" in item else None,
        version=int(item["version"]["N"]),
    )
