"""One promise, two keepers: the fake in memory and the DynamoDB adapter keep users alike."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from identity.aws.users_table import UsersTable
from identity.model.credential import Credential, SecretKind
from identity.model.role import Role
from identity.model.user import User, UserState
from identity.ports.users import Users
from lacre.aws.events_table import EventsTable
from lacre.ports.errors import StateConflictError, StoreUnavailableError
from lacre.ports.paging import BadPositionError
from tests.fakes.commits import Commit, committing
from tests.fakes.events import MemoryEvents
from tests.fakes.users import MemoryUsers
from tests.tables import create

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

ANA = User("u-1", "ana", "Ana", Role.AGENT, "Nampula", "Centro", 1_795_000_000_001)
RUI = User("u-2", "rui", "Rui", Role.ADMIN, None, None, 1_795_000_000_002)
ANAS, RUIS = Credential("u-1", "$argon2id$x"), Credential("u-2", password_hash="$argon2id$y")


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


def test_who_is_active_is_counted(keeper: Keeper) -> None:
    assert keeper.users.active() == 0
    keeper.commit(keeper.users.creating(ANA, ANAS))
    keeper.commit(keeper.users.creating(RUI, RUIS))
    assert keeper.users.active() == 2
    keeper.commit([keeper.users.replacing(replace(ANA, state=UserState.SUSPENDED, version=2), 1)])
    assert keeper.users.active() == 1


def test_a_user_is_found_by_id_and_by_name_as_it_was_made(keeper: Keeper) -> None:
    of_entity = replace(ANA, entity_type="AGENT", entity_id="a-1", zone="Africa/Maputo")
    whole = replace(of_entity, state=UserState.SUSPENDED, version=7, generation=3, must_change=SecretKind.PIN)
    for user, credential in ((whole, replace(ANAS, key_digest="d1", version=4)), (RUI, RUIS)):
        keeper.commit(keeper.users.creating(user, credential))
        assert keeper.users.by_id(user.id) == user
        assert keeper.users.by_username(user.username) == user
        assert keeper.users.credential(user.id) == credential


def test_nobody_is_found_where_nobody_is(keeper: Keeper) -> None:
    assert keeper.users.by_id("u-1") is None
    assert keeper.users.by_username("ana") is None
    assert keeper.users.credential("u-1") is None
    keeper.commit(keeper.users.creating(ANA, ANAS))
    assert keeper.users.by_username("u-1") is None
    assert keeper.users.credential("ana") is None
    assert keeper.users.by_id("ana") is None


@pytest.mark.parametrize("other", [replace(RUI, username="ana"), replace(RUI, id="u-1")])
def test_a_taken_name_or_id_refuses_both_writes(keeper: Keeper, other: User) -> None:
    keeper.commit(keeper.users.creating(ANA, ANAS))
    with pytest.raises(StateConflictError):
        keeper.commit(keeper.users.creating(other, replace(RUIS, user_id=other.id)))
    assert keeper.users.by_id("u-1") == ANA
    assert keeper.users.credential("u-1") == ANAS
    assert keeper.users.credential("u-2") is None
    assert keeper.users.by_username("ana") == ANA
    assert keeper.users.by_id("u-2") is None
    assert keeper.users.by_username("rui") is None


def test_a_user_is_put_over_itself_by_whoever_saw_its_version(keeper: Keeper) -> None:
    keeper.commit(keeper.users.creating(ANA, ANAS))
    ended = replace(ANA.with_sessions_ended(), name="Ana Nova", province=None)
    following = replace(ended, must_change=SecretKind.PASSWORD, zone="Europe/Lisbon")
    keeper.commit([keeper.users.replacing(following, 1)])
    assert keeper.users.by_id("u-1") == following
    assert keeper.users.by_username("ana") == following
    for user, version in ((replace(following, version=3), 1), (RUI, 1)):
        with pytest.raises(StateConflictError):
            keeper.commit([keeper.users.replacing(user, version)])
    assert keeper.users.by_id("u-1") == following
    assert keeper.users.by_id("u-2") is None
    assert keeper.users.credential("u-1") == ANAS


def test_a_credential_is_put_over_itself_by_whoever_saw_its_version(keeper: Keeper) -> None:
    keeper.commit(keeper.users.creating(ANA, ANAS))
    following = ANAS.with_hash(SecretKind.PASSWORD, "$argon2id$z")
    keeper.commit([keeper.users.changing(following, 1)])
    assert keeper.users.credential("u-1") == following
    for credential, version in ((ANAS.with_key("d2"), 1), (RUIS, 1)):
        with pytest.raises(StateConflictError):
            keeper.commit([keeper.users.changing(credential, version)])
    assert keeper.users.credential("u-1") == following
    assert keeper.users.by_id("u-1") == ANA


def listed(keeper: Keeper, limit: int) -> list[list[str]]:
    """The ids of all pages."""
    pages, after = [], None
    while True:
        page = keeper.users.listed(after, limit)
        pages.append([user.id for user in page.items])
        if (after := page.next) is None:
            return pages


def test_users_are_listed_in_the_order_in_which_they_were_made(keeper: Keeper) -> None:
    assert listed(keeper, 2) == [[]]
    ids = [f"01a1ee56-5e00-75b1-a522-{number:012x}" for number in range(5)]
    for number in (3, 0, 4, 1, 2):
        made = replace(ANA, id=ids[number], username=f"ana{number}")
        keeper.commit(keeper.users.creating(made, replace(ANAS, user_id=made.id)))
    assert listed(keeper, 2) == [ids[:2], ids[2:4], ids[4:]]
    assert listed(keeper, 5) == [ids]
    assert keeper.users.listed(None, 1).items == [replace(ANA, id=ids[0], username="ana0")]


@pytest.mark.parametrize("position", ["", "x", "u-1", "VVNFUiN4", "\u00e9"])
def test_a_position_that_is_none_is_refused(keeper: Keeper, position: str) -> None:
    with pytest.raises(BadPositionError):
        keeper.users.listed(position, 1)


def test_no_secret_stands_where_users_are_read(dynamodb: "DynamoDBClient") -> None:
    users = UsersTable(dynamodb, create(dynamodb, "users"))
    committing(EventsTable(dynamodb, create(dynamodb, "events")))(users.creating(ANA, replace(ANAS, key_digest="d1")))
    rows = {row["pk"]["S"]: row for row in dynamodb.scan(TableName="users")["Items"]}
    assert set(rows) == {"USER#u-1", "CREDENTIAL#u-1", "NAME#ana"}
    assert not any("argon2" in str(row) or "d1" in str(row) for pk, row in rows.items() if pk != "CREDENTIAL#u-1")


def test_there_is_one_first(keeper: Keeper) -> None:
    assert not keeper.users.has_first()
    keeper.commit([*keeper.users.creating(ANA, ANAS), keeper.users.marking_first()])
    assert keeper.users.has_first()
    with pytest.raises(StateConflictError):
        keeper.commit([*keeper.users.creating(RUI, RUIS), keeper.users.marking_first()])
    assert keeper.users.by_id("u-2") is None


def test_without_the_table_the_store_is_unavailable(dynamodb: "DynamoDBClient") -> None:
    with pytest.raises(StoreUnavailableError, match="ResourceNotFoundException"):
        UsersTable(dynamodb, "absent").by_id("u-1")
