"""One promise, two keepers: the fake in memory and the DynamoDB adapter keep each kind of entity alike."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest

from lacre.aws.events_table import EventsTable
from lacre.model.place import Place, Scope
from lacre.model.vocabulary import EntityType
from lacre.ports.errors import StateConflictError, StoreUnavailableError
from lacre.ports.paging import BadPositionError, Page
from network.aws.agent_rows import AgentForm
from network.aws.entities_table import OwnedEntitiesTable
from network.aws.market_rows import MarketForm
from network.aws.merchant_rows import MerchantForm
from network.aws.pos_rows import PosForm
from network.model.agent import Agent
from network.model.entity import Beginning, Entity
from network.model.market import Market
from network.model.merchant import Merchant
from network.model.own import Owner
from network.model.pos import Pos, PosState
from network.ports.entities import OwnedEntities
from tests.fakes.commits import Commit, committing
from tests.fakes.entities import MemoryEntities
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


def id_of(number: int) -> str:
    return f"01a1ee56-5e00-75b1-a522-{number:012x}"


def beginning(number: int) -> Beginning:
    return Beginning(
        id=id_of(number),
        place=PLACES[number % len(PLACES)],
        created_at=1_795_000_000_001,
        changed_at=1_795_000_000_002,
    )


def agent(number: int) -> Agent:
    return Agent(**beginning(number), name=f"Agent {number}", phone="+258840000001", account_id="u-1")


def merchant(number: int) -> Merchant:
    tax_number = "400000001" if number % 2 else None
    return Merchant(
        **beginning(number), name=f"Merchant {number}", phone="+258840000001", tax_number=tax_number, account_id="u-1"
    )


def market(number: int) -> Market:
    return Market(**beginning(number), name=f"Market {number}")


OWNERS = [
    Owner(kind, id_of(first + n))
    for kind, first in ((EntityType.AGENT, 0xA0), (EntityType.MERCHANT, 0xB0))
    for n in range(3)
]


def pos(number: int) -> Pos:
    """By turns of three agents and of three merchants; each second one has everything that it may lack."""
    is_full = bool(number % 2)
    return Pos(
        **beginning(number),
        label=f"POS {number}",
        agent_id=id_of(0xA0 + number % 3),
        merchant_id=id_of(0xB0 + number // 3 % 2),
        market_id=id_of(0xC0) if is_full else None,
        maximum_amount="2500.50" if is_full else None,
        key_digest="d" * 64,
        state=PosState.BLOCKED if is_full else PosState.ACTIVE,
        pending_change=id_of(0xD0) if is_full else None,
    )


FORMS: dict[str, tuple[Any, Callable[[int], Entity]]] = {
    "agent": (AgentForm(), agent),
    "merchant": (MerchantForm(), merchant),
    "market": (MarketForm(), market),
    "pos": (PosForm(), pos),
}


@dataclass(frozen=True)
class Keeper:
    entities: OwnedEntities[Entity]
    make: Callable[[int], Entity]
    commit: Commit

    def fill(self) -> list[Entity]:
        """Three in each place, made in no order."""
        made = [self.make(number) for number in range(3 * len(PLACES))]
        for one in sorted(made, key=lambda one: one.id[::-1]):
            self.commit([self.entities.adding(one)])
        return made


def keeper_of(kind: str, keeping: str, dynamodb: "DynamoDBClient") -> Keeper:
    form, make = FORMS[kind]
    if keeping == "memory":
        return Keeper(MemoryEntities(), make, committing(MemoryEvents()))
    table, events = create(dynamodb, "network"), create(dynamodb, "events")
    return Keeper(OwnedEntitiesTable(dynamodb, table, form), make, committing(EventsTable(dynamodb, events)))


@pytest.fixture(params=["memory", "dynamodb"])
def keeping(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=FORMS)
def keeper(request: pytest.FixtureRequest, keeping: str, dynamodb: "DynamoDBClient") -> Keeper:
    return keeper_of(request.param, keeping, dynamodb)


@pytest.fixture
def terminals(keeping: str, dynamodb: "DynamoDBClient") -> Keeper:
    return keeper_of("pos", keeping, dynamodb)


def all_of(ask: Callable[[str | None], Page[Entity]], limit: int) -> list[Entity]:
    """A whole list, page by page; only the last page is short."""
    page = ask(None)
    listed = list(page.items)
    while page.next is not None:
        assert len(page.items) == limit
        page = ask(page.next)
        assert 0 < len(page.items) <= limit
        listed += page.items
    return listed


def in_order(entities: list[Entity]) -> list[Entity]:
    return sorted(entities, key=lambda one: (one.place.province, one.place.district, one.id))


@pytest.mark.parametrize("number", [0, 1])
def test_one_is_found_as_it_was_added(keeper: Keeper, number: int) -> None:
    one = keeper.make(number)
    assert keeper.entities.find(one.id) is None
    keeper.commit([keeper.entities.adding(one)])
    assert keeper.entities.find(one.id) == one
    with pytest.raises(StateConflictError):
        keeper.commit([keeper.entities.adding(replace(one, version=7))])


def test_one_is_replaced_at_its_version_alone(keeper: Keeper) -> None:
    one, another = keeper.make(1), keeper.make(2)
    keeper.commit([keeper.entities.adding(one)])
    second = replace(one, place=PLACES[4], version=2)
    keeper.commit([keeper.entities.replacing(second, 1)])
    assert keeper.entities.find(one.id) == second
    with pytest.raises(StateConflictError):
        keeper.commit([keeper.entities.replacing(replace(second, place=PLACES[0]), 1)])
    with pytest.raises(StateConflictError):
        keeper.commit([keeper.entities.replacing(another, 1)])
    assert keeper.entities.find(one.id) == second
    assert keeper.entities.find(another.id) is None
    assert keeper.entities.within(Scope("Zambézia"), None, 10).items == [second]
    assert keeper.entities.within(Scope("Nampula"), None, 10).items == []


def test_what_is_to_be_unchanged_stops_the_rest_where_it_changed(keeper: Keeper) -> None:
    one, another = keeper.make(1), keeper.make(2)
    with pytest.raises(StateConflictError):
        keeper.commit([keeper.entities.adding(another), keeper.entities.unchanged(one)])
    keeper.commit([keeper.entities.adding(one)])
    keeper.commit([keeper.entities.replacing(replace(one, version=2), 1)])
    with pytest.raises(StateConflictError):
        keeper.commit([keeper.entities.adding(another), keeper.entities.unchanged(one)])
    assert keeper.entities.find(another.id) is None
    keeper.commit([keeper.entities.adding(another), keeper.entities.unchanged(replace(one, version=2))])
    assert keeper.entities.find(another.id) == another
    assert keeper.entities.find(one.id) == replace(one, version=2)


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("limit", [1, 3, 100])
def test_pages_of_a_scope_are_complete_and_in_order(keeper: Keeper, scope: Scope, limit: int) -> None:
    expected = [one for one in keeper.fill() if scope.covers(one.place)]
    listed = all_of(lambda after: keeper.entities.within(scope, after, limit), limit)
    assert listed == in_order(expected)


def test_a_list_goes_on_after_one_that_changed(keeper: Keeper) -> None:
    made = in_order(keeper.fill())
    page = keeper.entities.within(Scope(), None, 4)
    keeper.commit([keeper.entities.replacing(replace(made[3], version=2), 1)])
    assert keeper.entities.within(Scope(), page.next, 100).items == made[4:]


@pytest.mark.parametrize("position", ["", "x", "Nampula/Centro/x", "TmFtcHVsYQ"])
def test_a_position_that_is_none_is_refused(terminals: Keeper, position: str) -> None:
    with pytest.raises(BadPositionError):
        terminals.entities.within(Scope(), position, 1)
    with pytest.raises(BadPositionError):
        terminals.entities.owned_by(OWNERS[0], position, 1)


def test_a_position_of_another_list_is_refused(terminals: Keeper) -> None:
    terminals.fill()
    within = terminals.entities.within(Scope("Nampula"), None, 1).next
    owned = terminals.entities.owned_by(OWNERS[0], None, 1).next
    assert within is not None
    assert owned is not None
    for position in (within, owned):
        with pytest.raises(BadPositionError):
            terminals.entities.within(Scope("Zambézia"), position, 1)
        with pytest.raises(BadPositionError):
            terminals.entities.owned_by(OWNERS[3], position, 1)


@pytest.mark.parametrize("owner", OWNERS, ids=lambda owner: f"{owner.entity_type}-{owner.id[-1]}")
@pytest.mark.parametrize("limit", [1, 2, 5, 100])
def test_pages_of_an_owner_are_complete_and_in_order(terminals: Keeper, owner: Owner, limit: int) -> None:
    expected = [one for one in terminals.fill() if owner.id in one.owners]
    listed = all_of(lambda after: terminals.entities.owned_by(owner, after, limit), limit)
    assert listed == sorted(expected, key=lambda one: one.id)


def test_kinds_in_one_table_do_not_mix(dynamodb: "DynamoDBClient") -> None:
    table, events = create(dynamodb, "network"), create(dynamodb, "events")
    commit = committing(EventsTable(dynamodb, events))
    tables = {kind: OwnedEntitiesTable(dynamodb, table, form) for kind, (form, _) in FORMS.items()}
    made = {kind: make(1) for kind, (_, make) in FORMS.items()}
    commit([tables[kind].adding(one) for kind, one in made.items()])
    for kind, one in made.items():
        assert tables[kind].find(one.id) == one
        assert tables[kind].within(Scope(), None, 10).items == [one]
    assert tables["agent"].owned_by(Owner(EntityType.AGENT, id_of(1)), None, 10).items == []


@pytest.mark.parametrize("kind", FORMS)
def test_without_the_table_the_store_is_unavailable(kind: str, dynamodb: "DynamoDBClient") -> None:
    absent: OwnedEntities[Any] = OwnedEntitiesTable(dynamodb, "absent", FORMS[kind][0])
    with pytest.raises(StoreUnavailableError):
        absent.find(id_of(1))
    with pytest.raises(StoreUnavailableError):
        absent.within(Scope(), None, 1)
    with pytest.raises(StoreUnavailableError):
        absent.owned_by(OWNERS[0], None, 1)
