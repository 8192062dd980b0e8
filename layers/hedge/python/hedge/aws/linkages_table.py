"""Links between orders and contracts in the hedge table: `LINKAGE` / id."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from hedge.aws.contract_rows import replacing
from hedge.aws.desk_rows import DeskRows, Item, key_of
from hedge.aws.order_rows import taking
from hedge.aws.tons import thousandths, tons
from hedge.model.contract import HedgeContract
from hedge.model.linkage import Linkage
from hedge.model.order import Order
from hedge.model.transitions import linked
from lacre.aws.transaction import put_new
from lacre.ports.events import StateWrite
from lacre.ports.paging import Page

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

LINKAGE = "LINKAGE"


class LinkagesTable:
    """`hedge.ports.linkages.Linkages` on DynamoDB."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._table = table
        self._rows = DeskRows(client, table, LINKAGE)

    def find(self, linkage_id: str) -> Linkage | None:
        item = self._rows.find(linkage_id)
        return _linkage(item) if item else None

    def listed(self, after: str | None, limit: int) -> Page[Linkage]:
        page = self._rows.listed(after, limit)
        return Page([_linkage(item) for item in page.items], page.next)

    def adding(self, linkage: Linkage, order: Order, contract: HedgeContract) -> Sequence[StateWrite]:
        after = linked(contract, order.id, linkage.quantity)
        return [
            put_new(self._table, _item(linkage), "pk"),
            # The order counts by itself: links of one order to several contracts do not wait for each other.
            taking(self._table, order, contract.id, linkage.quantity),
            *replacing(self._table, after, contract),
        ]


def _item(linkage: Linkage) -> Item:
    return {
        **key_of(LINKAGE, linkage.id),
        "order_id": {"S": linkage.order_id},
        "contract_id": {"S": linkage.contract_id},
        "quantity": {"N": str(thousandths(linkage.quantity))},
        "created_at": {"N": str(linkage.created_at)},
    }


def _linkage(item: Item) -> Linkage:
    return Linkage(
        id=item["sk"]["S"],
        order_id=item["order_id"]["S"],
        contract_id=item["contract_id"]["S"],
        quantity=tons(item["quantity"]["N"]),
        created_at=int(item["created_at"]["N"]),
    )
