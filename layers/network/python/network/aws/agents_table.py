"""Agents in the network table."""

from typing import TYPE_CHECKING, Any

from lacre.aws.domain_rows import DomainRows
from lacre.ports.events import StateWrite
from network.aws.agent_rows import PLACE, AgentRow, fields_of, index_key, key_of, stretch_of
from network.aws.cursor import position_of_cursor, to_cursor
from network.model.agent import Agent
from network.model.place import Scope
from network.ports.agents import Page

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

BY_PLACE = "by_place"


class AgentsTable:
    """`Agents` on DynamoDB."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._rows = DomainRows(client, table, AgentRow)

    def find(self, agent_id: str) -> Agent | None:
        row = self._rows.find(key_of(agent_id))
        return row.agent if row else None

    def within(self, scope: Scope, after: str | None, limit: int) -> Page:
        query = _stretch(scope)
        if after is not None:
            query["ExclusiveStartKey"] = index_key(position_of_cursor(after), scope)
        # One more than asked for tells whether there is a next page.
        rows = self._rows.query(limit + 1, IndexName=BY_PLACE, **query)
        page = rows[:limit]
        return Page([row.agent for row in page], to_cursor(page[-1].sort) if len(rows) > limit else None)

    def adding(self, agent: Agent) -> StateWrite:
        return self._rows.putting_new(fields_of(agent))

    def replacing(self, agent: Agent, version: int) -> StateWrite:
        return self._rows.putting_over(fields_of(agent), version)


def _stretch(scope: Scope) -> dict[str, Any]:
    stretch = stretch_of(scope)
    if not stretch:
        return {"KeyConditionExpression": "place = :place", "ExpressionAttributeValues": {":place": {"S": PLACE}}}
    return {
        "KeyConditionExpression": "place = :place AND begins_with(#sort, :stretch)",
        "ExpressionAttributeNames": {"#sort": "sort"},
        "ExpressionAttributeValues": {":place": {"S": PLACE}, ":stretch": {"S": stretch}},
    }
