"""The blocks table."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lacre.aws.block_item import from_item, to_item
from lacre.aws.failures import store_failures
from lacre.aws.state_index import BY_STATE, StateIndex
from lacre.aws.transaction import TableWrite, put_new
from lacre.model import moment
from lacre.ports.blocks import Block, BlockState
from lacre.ports.events import StateWrite
from lacre.ports.paging import Page

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

BY_BLOCK = "by_block"


class BlocksTable:
    """`Blocks` on DynamoDB."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table
        self._by_state = StateIndex(client, table, "actor_id", "placed_at")

    def of_actor(self, actor_id: str) -> Block | None:
        with store_failures("blocks table"):
            answer = self._client.get_item(
                TableName=self._table, Key={"actor_id": {"S": actor_id}}, ConsistentRead=True
            )
        item = answer.get("Item")
        return from_item(item) if item else None

    def find(self, block_id: str) -> Block | None:
        with store_failures("blocks table"):
            answer = self._client.query(
                TableName=self._table,
                IndexName=BY_BLOCK,
                KeyConditionExpression="block_id = :block",
                ExpressionAttributeValues={":block": {"S": block_id}},
            )
        # The index lags behind, and tells whose it is; how it stands is read where that is certain.
        found = next((self.of_actor(item["actor_id"]["S"]) for item in answer["Items"]), None)
        return found if found is not None and found.block_id == block_id else None

    def of_state(self, state: BlockState, after: str | None, limit: int) -> Page[Block]:
        page = self._by_state.newest(state.value, after, limit)
        return Page([from_item(item) for item in page.items], page.next)

    def due(self, now: int, limit: int) -> Sequence[Block]:
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            IndexName=BY_STATE,
            KeyConditionExpression="#state = :active",
            FilterExpression="#until <= :now",
            ExpressionAttributeNames={"#state": "state", "#until": "until"},
            ExpressionAttributeValues={
                ":active": {"S": BlockState.ACTIVE.value},
                ":now": {"S": moment.to_text(now)},
            },
        )
        found: list[Block] = []
        with store_failures("blocks table"):
            for page in pages:
                found += [from_item(item) for item in page["Items"]]
                if len(found) >= limit:
                    break
        return found[:limit]

    def placing(self, block: Block, before: Block | None) -> StateWrite:
        if before is None:
            return put_new(self._table, to_item(block), "actor_id")
        return self._over(block, before.block_id, before.version)

    def replacing(self, block: Block, version: int) -> StateWrite:
        return self._over(block, block.block_id, version)

    def _over(self, block: Block, block_id: str, version: int) -> StateWrite:
        return TableWrite(
            {
                "Put": {
                    "TableName": self._table,
                    "Item": to_item(block),
                    # By its id too: a later block of the actor can have come to the same version.
                    "ConditionExpression": "block_id = :block AND #version = :version",
                    "ExpressionAttributeNames": {"#version": "version"},
                    "ExpressionAttributeValues": {
                        ":block": {"S": block_id},
                        ":version": {"N": str(version)},
                    },
                }
            }
        )
