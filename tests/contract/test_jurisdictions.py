"""One promise, two keepers: the fakes in memory and DynamoDB keep changes of jurisdiction, and what moves, alike."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from functions.identity.movables import NetworkMovables
from identity.aws.jurisdiction_changes_table import JurisdictionChangesTable
from identity.model.jurisdiction_change import ChangeState, Decision, JurisdictionChange
from identity.ports.jurisdiction_changes import JurisdictionChanges
from identity.ports.movables import Movables
from lacre.aws.events_table import EventsTable
from lacre.model.place import Place, Scope
from lacre.model.vocabulary import EntityType
from lacre.ports.errors import StateConflictError, StoreUnavailableError
from lacre.ports.paging import BadPositionError
from network.aws.agent_rows import AgentForm
from network.aws.entities_table import EntitiesTable
from network.aws.merchant_rows import MerchantForm
from network.aws.pos_rows import PosForm
from network.model.agent import Agent
from network.model.merchant import Merchant
from network.model.pos import Pos
from network.ports.entities import Entities
from tests.fakes.commits import Commit, committing
from tests.fakes.entities import MemoryEntities
from tests.fakes.events import MemoryEvents
from tests.fakes.jurisdictions import MemoryChanges
from tests.tables import create

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

PLACES = [Place("Nampula", "Centro"), Place("Nampula", "Norte"), Place("Zambézia", "Centro")]
HOME, NEXT, FAR = PLACES
SCOPES = [Scope(), Scope("Nampula"), Scope("Nampula", "Norte"), Scope("N")]
NOW, LATER = 1_795_000_000_001, 1_795_000_000_009


def uuid(number: int) -> str:
    return f"01a1ee56-5e00-75b1-a522-{number:012x}"


def asked(number: int, source: Place = HOME) -> JurisdictionChange:
    return JurisdictionChange(uuid(number), EntityType.AGENT, uuid(99), source, FAR, "nearer", "u-1", NOW)


def rejected(change: JurisdictionChange) -> JurisdictionChange:
    return change.decided(ChangeState.REJECTED, Decision("u-2", LATER, "too far"))


@dataclass(frozen=True)
class Keeper:
    changes: JurisdictionChanges
    commit: Commit
    agents: Entities[Agent]
    merchants: Entities[Merchant]
    terminals: Entities[Pos]

    @property
    def movables(self) -> Movables:
        return NetworkMovables(self.agents, self.merchants, self.terminals)

    def listed(self, scope: Scope, state: ChangeState, limit: int) -> list[JurisdictionChange]:
        found: list[JurisdictionChange] = []
        after: str | None = None
        while True:
            page = self.changes.within(scope, state, after, limit)
            found += page.items
            if page.next is None:
                return found
            assert len(page.items) == limit, "only the last page is short"
            after = page.next


@pytest.fixture(params=["memory", "dynamodb"])
def keeper(request: pytest.FixtureRequest, dynamodb: "DynamoDBClient") -> Keeper:
    if request.param == "memory":
        commit = committing(MemoryEvents())
        return Keeper(MemoryChanges(), commit, MemoryEntities(), MemoryEntities(), MemoryEntities())
    changes, network, events = (create(dynamodb, name) for name in ("jurisdictions", "network", "events"))
    return Keeper(
        JurisdictionChangesTable(dynamodb, changes),
        committing(EventsTable(dynamodb, events)),
        EntitiesTable(dynamodb, network, AgentForm()),
        EntitiesTable(dynamodb, network, MerchantForm()),
        EntitiesTable(dynamodb, network, PosForm()),
    )


def test_a_change_is_found_as_it_was_added(keeper: Keeper) -> None:
    assert keeper.changes.find(uuid(1)) is None
    keeper.commit([keeper.changes.adding(asked(1))])
    assert keeper.changes.find(uuid(1)) == asked(1)
    with pytest.raises(StateConflictError):
        keeper.commit([keeper.changes.adding(replace(asked(1), reason="another"))])


@pytest.mark.parametrize("reason", [None, "too far"])
def test_a_change_is_decided_once(keeper: Keeper, reason: str | None) -> None:
    keeper.commit([keeper.changes.adding(asked(1))])
    decided = asked(1).decided(ChangeState.APPROVED, Decision("u-2", LATER, reason))
    keeper.commit([keeper.changes.replacing(decided, 1)])
    assert keeper.changes.find(uuid(1)) == decided
    with pytest.raises(StateConflictError):
        keeper.commit([keeper.changes.replacing(rejected(asked(1)), 1)])
    with pytest.raises(StateConflictError):
        keeper.commit([keeper.changes.replacing(rejected(asked(2)), 1)])
    assert keeper.changes.find(uuid(1)) == decided
    assert keeper.changes.find(uuid(2)) is None


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("limit", [1, 2, 100])
def test_each_state_is_listed_by_itself_complete_and_in_order(keeper: Keeper, scope: Scope, limit: int) -> None:
    made = [asked(number, PLACES[number % 3]) for number in range(12)]
    for one in reversed(made):
        keeper.commit([keeper.changes.adding(one)])
    decided = [rejected(one) for one in made[::4]]
    for one in decided:
        keeper.commit([keeper.changes.replacing(one, 1)])
    waiting = [one for number, one in enumerate(made) if number % 4]
    for state, of_state in (
        (ChangeState.PENDING, waiting),
        (ChangeState.REJECTED, decided),
        (ChangeState.APPROVED, []),
    ):
        covered = [one for one in of_state if scope.covers(one.source)]
        expected = sorted(covered, key=lambda one: (one.source.province, one.source.district, one.id))
        assert keeper.listed(scope, state, limit) == expected


@pytest.mark.parametrize("position", ["", "x", "Nampula/Centro/x", "TmFtcHVsYQ"])
def test_a_position_that_is_none_is_refused(keeper: Keeper, position: str) -> None:
    with pytest.raises(BadPositionError):
        keeper.changes.within(Scope(), ChangeState.PENDING, position, 1)


def test_a_position_of_another_scope_is_refused(keeper: Keeper) -> None:
    for number in range(3):
        keeper.commit([keeper.changes.adding(asked(number))])
    page = keeper.changes.within(Scope("Nampula"), ChangeState.PENDING, None, 1)
    with pytest.raises(BadPositionError):
        keeper.changes.within(Scope("Zambézia"), ChangeState.PENDING, page.next, 1)


def test_without_the_table_the_store_is_unavailable(dynamodb: "DynamoDBClient") -> None:
    with pytest.raises(StoreUnavailableError):
        JurisdictionChangesTable(dynamodb, "absent").within(Scope(), ChangeState.PENDING, None, 1)


AGENT = Agent(
    id=uuid(1), name="Eva", phone="+258840000009", place=HOME, account_id="u-7", created_at=NOW, changed_at=NOW
)
MERCHANT = Merchant(
    id=uuid(2),
    name="Loja",
    phone="+258840000008",
    tax_number=None,
    place=HOME,
    account_id="u-8",
    created_at=NOW,
    changed_at=NOW,
)
POS = Pos(
    id=uuid(3),
    label="Caixa",
    agent_id=uuid(1),
    merchant_id=uuid(2),
    market_id=uuid(4),
    maximum_amount=None,
    key_digest="0" * 64,
    place=HOME,
    created_at=NOW,
    changed_at=NOW,
)


def add_all(keeper: Keeper) -> None:
    keeper.commit(
        [keeper.agents.adding(AGENT), keeper.merchants.adding(MERCHANT), keeper.terminals.adding(POS)],
    )


@pytest.mark.parametrize(
    ("entity_type", "entity_id", "account_id"),
    [
        (EntityType.AGENT, AGENT.id, "u-7"),
        (EntityType.MERCHANT, MERCHANT.id, "u-8"),
        (EntityType.POS, POS.id, None),
    ],
)
def test_what_moves_waits_and_then_is_elsewhere(
    keeper: Keeper, entity_type: EntityType, entity_id: str, account_id: str | None
) -> None:
    assert keeper.movables.find(entity_type, entity_id) is None
    add_all(keeper)
    found = keeper.movables.find(entity_type, entity_id)
    assert found is not None
    assert (found.place, found.version, found.pending_change, found.account_id) == (HOME, 1, None, account_id)
    held = found.at(HOME, uuid(50), LATER)
    keeper.commit([held.replacing(1)])
    with pytest.raises(StateConflictError):
        keeper.commit([held.replacing(1)])
    found = keeper.movables.find(entity_type, entity_id)
    assert found is not None
    assert (found.place, found.version, found.pending_change) == (HOME, 2, uuid(50))
    keeper.commit([found.at(FAR, None, LATER).replacing(2)])
    found = keeper.movables.find(entity_type, entity_id)
    assert found is not None
    assert (found.place, found.version, found.pending_change) == (FAR, 3, None)
    assert found.shown()["province"] == "Zambézia"


def test_a_pos_leaves_its_market_only_when_it_moves(keeper: Keeper) -> None:
    add_all(keeper)
    found = keeper.movables.find(EntityType.POS, POS.id)
    assert found is not None
    keeper.commit([found.at(HOME, uuid(50), LATER).replacing(1)])
    held = keeper.terminals.find(POS.id)
    assert held == replace(POS, pending_change=uuid(50), version=2, changed_at=LATER)
    found = keeper.movables.find(EntityType.POS, POS.id)
    assert found is not None
    keeper.commit([found.at(NEXT, None, LATER).replacing(2)])
    assert keeper.terminals.find(POS.id) == replace(POS, place=NEXT, market_id=None, version=3, changed_at=LATER)


def test_a_market_does_not_move(keeper: Keeper) -> None:
    with pytest.raises(ValueError, match="does not move"):
        keeper.movables.find(EntityType.MARKET, uuid(4))
