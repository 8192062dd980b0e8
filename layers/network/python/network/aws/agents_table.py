"""Agents in the network table."""

from typing import Any

from lacre.aws.domain_rows import bound, row_failures
from lacre.aws.transaction import put_new, put_over
from lacre.ports.events import StateWrite
from network.aws.agent_rows import PLACE, AgentRow, fields_of, index_key, key_of, stretch_of
from network.aws.cursor import position_of_cursor, to_cursor
from network.model.agent import Agent
from network.model.place import Scope
from network.ports.agents import Page


class AgentsTable:
    """`Agents` on DynamoDB."""

    def __init__(self, table: str) -> None:
        self._table = table
        self._rows = bound(AgentRow, table)

    def find(self, agent_id: str) -> Agent | None:
        with row_failures("network table"):
            try:
                return self._rows.get(key_of(agent_id), consistent_read=True).agent
            except self._rows.DoesNotExist:
                return None

    def within(self, scope: Scope, after: str | None, limit: int) -> Page:
        start = index_key(position_of_cursor(after), scope) if after is not None else None
        stretch = stretch_of(scope)
        with row_failures("network table"):
            # One more than asked for tells whether there is a next page.
            found = self._rows.by_place.query(
                PLACE,
                self._rows.sort.startswith(stretch) if stretch else None,
                limit=limit + 1,
                last_evaluated_key=start,
            )
            rows: list[Any] = list(found)
        page = rows[:limit]
        return Page([row.agent for row in page], to_cursor(page[-1].sort) if len(rows) > limit else None)

    def adding(self, agent: Agent) -> StateWrite:
        return put_new(self._table, self._rows(**fields_of(agent)).serialize(), "pk")

    def replacing(self, agent: Agent, version: int) -> StateWrite:
        return put_over(self._table, self._rows(**fields_of(agent)).serialize(), version)
