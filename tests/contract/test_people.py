"""One promise, two keepers: the fake in memory and the users table tell the roles of people alike."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from identity.aws.people_table import PeopleTable
from identity.aws.users_table import UsersTable
from identity.model.role import Role
from identity.model.user import User, UserState
from lacre.aws.events_table import EventsTable
from lacre.ports.errors import StoreUnavailableError
from lacre.ports.people import People
from tests.contract.test_users import RUI, RUIS
from tests.fakes.commits import committing
from tests.fakes.people import MemoryPeople
from tests.tables import create

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


@dataclass(frozen=True)
class Keeper:
    """`come` makes a user, `become` puts the next version in its place."""

    people: People
    come: Callable[[User], None]
    become: Callable[[User], None]


@pytest.fixture(params=["memory", "dynamodb"])
def keeper(request: pytest.FixtureRequest, dynamodb: "DynamoDBClient") -> Keeper:
    if request.param == "memory":
        people = MemoryPeople()

        def put(user: User) -> None:
            people.roles.pop(user.id, None)
            people.names[user.id] = user.name
            if user.state is UserState.ACTIVE:
                people.roles[user.id] = user.role.value

        return Keeper(people, put, put)
    table, events = create(dynamodb, "users"), create(dynamodb, "events")
    users, commit = UsersTable(dynamodb, table), committing(EventsTable(dynamodb, events))
    return Keeper(
        PeopleTable(dynamodb, table),
        lambda user: commit(users.creating(user, replace(RUIS, user_id=user.id))),
        lambda user: commit([users.replacing(user, user.version - 1)]),
    )


def test_the_role_of_an_active_user_is_known_as_it_is_now(keeper: Keeper) -> None:
    assert keeper.people.role_of(RUI.id) is None
    keeper.come(RUI)
    assert keeper.people.role_of(RUI.id) == "ADMIN"
    keeper.become(replace(RUI, role=Role.AUDITOR, version=2))
    assert keeper.people.role_of(RUI.id) == "AUDITOR"
    assert keeper.people.role_of("u-another") is None


def test_who_is_suspended_has_none(keeper: Keeper) -> None:
    keeper.come(RUI)
    keeper.become(replace(RUI, state=UserState.SUSPENDED, version=2))
    assert keeper.people.role_of(RUI.id) is None


def test_names_are_of_those_who_are_users_of_ours(keeper: Keeper) -> None:
    keeper.come(RUI)
    keeper.become(replace(RUI, name="Rui Renomeado", state=UserState.SUSPENDED, version=2))
    assert keeper.people.names_of([RUI.id, "u-another", RUI.id]) == {RUI.id: "Rui Renomeado"}
    assert keeper.people.names_of([]) == {}


def test_without_the_table_the_store_is_unavailable(dynamodb: "DynamoDBClient") -> None:
    with pytest.raises(StoreUnavailableError):
        PeopleTable(dynamodb, "absent").role_of(RUI.id)
