"""Rows of agents in the network table, and their order in its index by place."""

from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.models import Model

from lacre.model.identifier import is_uuid
from network.model.agent import Agent
from network.model.place import Place, Scope
from network.ports.agents import BadPositionError

# One partition for all agents: a province or a district is a stretch of it, and there are few of them. What comes by
# the million (transactions) needs a place of its own for each province.
PLACE = "AGENT"
# No name of a place can hold it, so no province or district can pass for the beginning of another.
SEPARATOR = "\x1f"


def key_of(agent_id: str) -> str:
    return f"AGENT#{agent_id}"


def sort_of(place: Place, agent_id: str) -> str:
    return SEPARATOR.join((place.province, place.district, agent_id))


def stretch_of(scope: Scope) -> str:
    """What the sort keys of a scope begin with."""
    names = [name for name in (scope.province, scope.district) if name is not None]
    return "".join(name + SEPARATOR for name in names)


def index_key(sort: str, scope: Scope) -> dict[str, Any]:
    """The key of an item of the index, to list after. Raises BadPositionError if it is none of the scope."""
    province, district, agent_id = (*sort.split(SEPARATOR), "", "")[:3]
    if sort.count(SEPARATOR) != 2 or not is_uuid(agent_id) or not scope.covers(Place(province, district)):
        raise BadPositionError
    return {"pk": {"S": key_of(agent_id)}, "place": {"S": PLACE}, "sort": {"S": sort}}


class AgentRow(Model):
    pk = UnicodeAttribute(hash_key=True)
    place = UnicodeAttribute()
    sort = UnicodeAttribute()
    agent_id = UnicodeAttribute()
    name = UnicodeAttribute()
    phone = UnicodeAttribute()
    province = UnicodeAttribute()
    district = UnicodeAttribute()
    account_id = UnicodeAttribute()
    created_at = NumberAttribute()
    changed_at = NumberAttribute()
    version = NumberAttribute()

    @property
    def agent(self) -> Agent:
        return Agent(
            id=self.agent_id,
            name=self.name,
            phone=self.phone,
            place=Place(self.province, self.district),
            account_id=self.account_id,
            created_at=int(self.created_at),
            changed_at=int(self.changed_at),
            version=int(self.version),
        )


def fields_of(agent: Agent) -> dict[str, Any]:
    """The attributes of an agent's row."""
    return {
        "pk": key_of(agent.id),
        "place": PLACE,
        "sort": sort_of(agent.place, agent.id),
        "agent_id": agent.id,
        "name": agent.name,
        "phone": agent.phone,
        "province": agent.place.province,
        "district": agent.place.district,
        "account_id": agent.account_id,
        "created_at": agent.created_at,
        "changed_at": agent.changed_at,
        "version": agent.version,
    }
