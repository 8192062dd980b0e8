"""One promise, two keepers: the fake in memory and the DynamoDB adapter keep users alike."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from identity.aws.users_table import UsersTable
from identity.model.role import Role
from identity.model.user import User, UserState
from identity.ports.users import Users
from lacre.aws.events_table import EventsTable
from lacre.ports.errors import StateConflictError, StoreUnavailableError
from tests.fakes.commits import Commit, committing
from tests.fakes.events import MemoryEvents
from tests.fakes.users import MemoryUsers
from tests.tables import create

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

ANA = User("u-1", "ana", "Ana", Role.AGENT, "Nampula", "Centro", "$argon2id$x", 1_795_000_000_001)
RUI = User("u-2", "rui", "Rui", Role.ADMIN, None, None, "$argon2id$y", 1_795_000_000_002)


@dataclass(frozen=True)
class Keeper:
    users: Users
    commit: Commit


@pytest.fixture(params=["memory", "dynamodb"])
def keeper(request: pytest.FixtureRequest, dynamodb: "DynamoDBClient") -> Keeper:
    if request.param == "memory":
        return Keeper(MemoryUsers(), committing(MemoryEvents()))
    table, events = create(dynamodb, "users"), create(dynamodb, "events")
    return Keeper(UsersTable(dynamodb, table), committing(EventsTable(dynamodb, events)))


def test_a_user_is_found_by_id_and_by_name_as_it_was_made(keeper: Keeper) -> None:
    whole = replace(ANA, state=UserState.SUSPENDED, version=7, entity_type="AGENT", entity_id="a-1")
    for user in (whole, RUI):
        keeper.commit(keeper.users.creating(user))
        assert keeper.users.by_id(user.id) == user
        assert keeper.users.by_username(user.username) == user


def test_nobody_is_found_where_nobody_is(keeper: Keeper) -> None:
    assert keeper.users.by_id("u-1") is None
    assert keeper.users.by_username("ana") is None
    keeper.commit(keeper.users.creating(ANA))
    assert keeper.users.by_username("u-1") is None
    assert keeper.users.by_id("ana") is None


@pytest.mark.parametrize("other", [replace(RUI, username="ana"), replace(RUI, id="u-1")])
def test_a_taken_name_or_id_refuses_both_writes(keeper: Keeper, other: User) -> None:
    keeper.commit(keeper.users.creating(ANA))
    with pytest.raises(StateConflictError):
        keeper.commit(keeper.users.creating(other))
    assert keeper.users.by_id("u-1") == ANA
    assert keeper.users.by_username("ana") == ANA
    assert keeper.users.by_id("u-2") is None
    assert keeper.users.by_username("rui") is None


def test_there_is_one_first(keeper: Keeper) -> None:
    assert not keeper.users.has_first()
    keeper.commit([*keeper.users.creating(ANA), keeper.users.marking_first()])
    assert keeper.users.has_first()
    with pytest.raises(StateConflictError):
        keeper.commit([*keeper.users.creating(RUI), keeper.users.marking_first()])
    assert keeper.users.by_id("u-2") is None


def test_without_the_table_the_store_is_unavailable(dynamodb: "DynamoDBClient") -> None:
    with pytest.raises(StoreUnavailableError, match="ResourceNotFoundException"):
        UsersTable(dynamodb, "absent").by_id("u-1")
