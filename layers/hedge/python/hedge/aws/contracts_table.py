"""Hedge contracts in the hedge table."""

import json
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from hedge.aws.contract_rows import CONTRACT, adding, replacing
from hedge.aws.contract_text import contract_in
from hedge.aws.desk_rows import DeskRows, Item
from hedge.aws.order_rows import giving_back
from hedge.model.contract import HedgeContract, Status
from hedge.model.transitions import archived_contract, closed
from lacre.ports.events import StateWrite
from lacre.ports.paging import Page

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class ContractsTable:
    """`hedge.ports.contracts.Contracts` on DynamoDB."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._table = table
        self._rows = DeskRows(client, table, CONTRACT)

    def find(self, contract_id: str) -> HedgeContract | None:
        item = self._rows.find(contract_id)
        return _contract(item) if item else None

    def found(self, contract_ids: Collection[str]) -> Sequence[HedgeContract]:
        items = self._rows.found(contract_ids)
        return sorted((_contract(item) for item in items), key=lambda one: one.id)

    def known(self, contract_ids: Collection[str]) -> set[str]:
        return self._rows.taken(contract_ids)

    def listed(self, after: str | None, limit: int) -> Page[HedgeContract]:
        page = self._rows.listed(after, limit)
        return Page([_contract(item) for item in page.items], page.next)

    def adding(self, contract: HedgeContract) -> Sequence[StateWrite]:
        return adding(self._table, contract)

    def closing(self, contract: HedgeContract, status: Status) -> Sequence[StateWrite]:
        return self._leaving(contract, closed(contract, status))

    def archiving(self, contract: HedgeContract, at: int) -> Sequence[StateWrite]:
        return self._leaving(contract, archived_contract(contract, at))

    def _leaving(self, before: HedgeContract, after: HedgeContract) -> Sequence[StateWrite]:
        released = [
            giving_back(self._table, order_id, before.id, quantity) for order_id, quantity in before.links.items()
        ]
        return [*replacing(self._table, after, before), *released]


def _contract(item: Item) -> HedgeContract:
    return contract_in(json.loads(item["body"]["S"]))
