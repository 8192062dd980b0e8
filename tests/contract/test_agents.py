"""One promise, two keepers: the fake in memory and the DynamoDB adapter keep agents alike."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from lacre.aws.events_table import EventsTable
from lacre.ports.errors import StateConflictError, StoreUnavailableError
from network.aws.agents_table import AgentsTable
from network.model.agent import Agent
from network.model.place import Place, Scope
from network.ports.agents import Agents, BadPositionError
from tests.fakes.agents import MemoryAgents
from tests.fakes.commits import Commit, committing
from tests.fakes.events import MemoryEvents
from tests.tables import create

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

PLACES = [
    Place("Nampula", "Centro"),
    Place("Nampula", "Centro#Sul"),
    Place("Nampula", "Cent"),
    Place("Nampula Norte", "Centro"),
    Place("Zambézia", "Centro"),
]
SCOPES = [
    Scope(),
    Scope("Nampula"),
    Scope("Zambézia"),
    Scope("Nampula", "Centro"),
    Scope("Nampula", "Cent"),
    Scope("N"),
]


def agent(number: int, place: Place = PLACES[0]) -> Agent:
    agent_id = f"01a1ee56-5e00-75b1-a522-{number:012x}"
    return Agent(agent_id, f"Agent {number}", "+258840000001", place, "u-1", 1_795_000_000_001, 1_795_000_000_002)


@dataclass(frozen=True)
class Keeper:
    agents: Agents
    commit: Commit

    def fill(self) -> list[Agent]:
        """Three agents in each place, made in no order."""
        made = [agent(number, PLACES[number % len(PLACES)]) for number in range(3 * len(PLACES))]
        for one in sorted(made, key=lambda one: one.id[::-1]):
            self.commit([self.agents.adding(one)])
        return made


@pytest.fixture(params=["memory", "dynamodb"])
def keeper(request: pytest.FixtureRequest, dynamodb: "DynamoDBClient") -> Keeper:
    if request.param == "memory":
        return Keeper(MemoryAgents(), committing(MemoryEvents()))
    table, events = create(dynamodb, "network"), create(dynamodb, "events")
    return Keeper(AgentsTable(dynamodb, table), committing(EventsTable(dynamodb, events)))


def test_an_agent_is_found_as_it_was_added(keeper: Keeper) -> None:
    assert keeper.agents.find(agent(1).id) is None
    keeper.commit([keeper.agents.adding(agent(1))])
    assert keeper.agents.find(agent(1).id) == agent(1)
    with pytest.raises(StateConflictError):
        keeper.commit([keeper.agents.adding(replace(agent(1), name="Another"))])


def test_an_agent_is_replaced_at_its_version_alone(keeper: Keeper) -> None:
    keeper.commit([keeper.agents.adding(agent(1))])
    second = replace(agent(1), name="Lia", version=2)
    keeper.commit([keeper.agents.replacing(second, 1)])
    assert keeper.agents.find(agent(1).id) == second
    with pytest.raises(StateConflictError):
        keeper.commit([keeper.agents.replacing(replace(second, name="Rui"), 1)])
    with pytest.raises(StateConflictError):
        keeper.commit([keeper.agents.replacing(agent(2), 1)])
    assert keeper.agents.find(agent(1).id) == second
    assert keeper.agents.find(agent(2).id) is None


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("limit", [1, 2, 3, 100])
def test_pages_of_a_scope_are_complete_and_in_order(keeper: Keeper, scope: Scope, limit: int) -> None:
    expected = [one for one in keeper.fill() if scope.covers(one.place)]
    listed: list[Agent] = []
    after: str | None = None
    while True:
        page = keeper.agents.within(scope, after, limit)
        assert len(page.agents) <= limit
        listed += page.agents
        if page.next is None:
            break
        assert len(page.agents) == limit, "only the last page is short"
        after = page.next
    assert listed == sorted(expected, key=lambda one: (one.place.province, one.place.district, one.id))


def test_a_list_goes_on_after_an_agent_that_changed(keeper: Keeper) -> None:
    made = sorted(keeper.fill(), key=lambda one: (one.place.province, one.place.district, one.id))
    page = keeper.agents.within(Scope(), None, 4)
    keeper.commit([keeper.agents.replacing(replace(made[3], name="Lia", version=2), 1)])
    assert keeper.agents.within(Scope(), page.next, 100).agents == made[4:]


@pytest.mark.parametrize("position", ["", "x", "Nampula/Centro/x", "TmFtcHVsYQ"])
def test_a_position_that_is_none_is_refused(keeper: Keeper, position: str) -> None:
    with pytest.raises(BadPositionError):
        keeper.agents.within(Scope(), position, 1)


def test_a_position_of_another_scope_is_refused(keeper: Keeper) -> None:
    keeper.fill()
    page = keeper.agents.within(Scope("Nampula"), None, 1)
    with pytest.raises(BadPositionError):
        keeper.agents.within(Scope("Zambézia"), page.next, 1)


def test_without_the_table_the_store_is_unavailable(dynamodb: "DynamoDBClient") -> None:
    with pytest.raises(StoreUnavailableError):
        AgentsTable(dynamodb, "absent").within(Scope(), None, 1)
