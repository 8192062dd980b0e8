"""Rows of agents in the network table."""

from collections.abc import Mapping
from typing import Any

from pynamodb.attributes import UnicodeAttribute

from network.aws.entity_row import EntityRow, alike_fields, alike_in
from network.model.agent import Agent


class AgentRow(EntityRow):
    name = UnicodeAttribute()
    phone = UnicodeAttribute()
    account_id = UnicodeAttribute()


class AgentForm:
    """`RowForm` of agents."""

    kind = "AGENT"
    row = AgentRow

    def fields_of(self, agent: Agent) -> Mapping[str, Any]:
        return {**alike_fields(agent), **agent.details()}

    def entity_of(self, row: AgentRow) -> Agent:
        return Agent(**alike_in(row), name=row.name, phone=row.phone, account_id=row.account_id)
