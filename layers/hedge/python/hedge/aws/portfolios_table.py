"""The live portfolio in the hedge table: one Query of the partition `LIVE`."""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from hedge.aws.contract_text import contract_in
from hedge.aws.desk_rows import STORE
from hedge.aws.live_rows import LIVE
from hedge.aws.order_text import order_in
from hedge.model.amounts import ZERO, plus
from hedge.model.portfolio import Portfolio
from lacre.aws.failures import store_failures

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class PortfoliosTable:
    """`hedge.ports.portfolios.Portfolios` on DynamoDB."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def live(self) -> Portfolio:
        members = json.loads(f"[{','.join(self._texts())}]")
        contracts = {one["id"]: contract_in(one) for one in members if "links" in one}
        linked: dict[str, Decimal] = {}
        for contract in contracts.values():
            for order_id, quantity in contract.links.items():
                linked[order_id] = plus(linked.get(order_id, ZERO), quantity)
        orders = {one["id"]: order_in(one, linked=linked.get(one["id"], ZERO)) for one in members if "links" not in one}
        return Portfolio(orders, contracts)

    def _texts(self) -> Iterator[str]:
        # Nothing but the text is asked for: each attribute more costs the client as much again.
        query: dict[str, Any] = {
            "KeyConditionExpression": "pk = :live",
            "ExpressionAttributeValues": {":live": {"S": LIVE}},
            "ProjectionExpression": "body",
        }
        while True:
            with store_failures(STORE):
                answer = self._client.query(TableName=self._table, ConsistentRead=True, **query)
            for item in answer["Items"]:
                yield item["body"]["S"]
            if "LastEvaluatedKey" not in answer:
                return
            query["ExclusiveStartKey"] = answer["LastEvaluatedKey"]
