"""One promise, two keepers: how things stand with a caller, read at once."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest

from identity.aws.sessions_table import SessionsTable
from identity.aws.standing_table import StandingTable
from identity.aws.users_table import UsersTable
from identity.ports.people_at_hand import Standing, StandingReader
from identity.ports.sessions import Sessions
from identity.ports.users import Users
from lacre.aws.events_table import EventsTable
from lacre.ports.errors import StoreUnavailableError
from tests.contract.test_sessions import ANAS as SESSION
from tests.contract.test_users import ANA, ANAS
from tests.fakes.commits import Commit, committing
from tests.fakes.events import MemoryEvents
from tests.fakes.sessions import MemorySessions, MemoryStanding
from tests.fakes.users import MemoryUsers
from tests.tables import create

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


@dataclass(frozen=True)
class Keeper:
    standing: StandingReader
    users: Users
    sessions: Sessions
    commit: Commit


def on(dynamodb: "DynamoDBClient") -> Keeper:
    users, sessions, events = (create(dynamodb, table) for table in ("users", "sessions", "events"))
    return Keeper(
        StandingTable(dynamodb, sessions, users),
        UsersTable(dynamodb, users),
        SessionsTable(dynamodb, sessions),
        committing(EventsTable(dynamodb, events)),
    )


@pytest.fixture(params=["memory", "dynamodb"])
def keeper(request: pytest.FixtureRequest, dynamodb: "DynamoDBClient") -> Keeper:
    if request.param == "dynamodb":
        return on(dynamodb)
    users, sessions = MemoryUsers(), MemorySessions()
    return Keeper(MemoryStanding(sessions, users), users, sessions, committing(MemoryEvents()))


def test_session_and_user_are_read_as_they_are_now(keeper: Keeper) -> None:
    assert keeper.standing.read("s-1", "u-1") == Standing(None, None)
    keeper.commit(keeper.users.creating(ANA, ANAS))
    assert keeper.standing.read("s-1", "u-1") == Standing(None, ANA)
    keeper.commit([keeper.sessions.starting(SESSION)])
    assert keeper.standing.read("s-1", "u-1") == Standing(SESSION, ANA)
    assert keeper.standing.read("s-1", "u-2") == Standing(SESSION, None)
    following = ANA.with_sessions_ended()
    keeper.commit([keeper.users.replacing(following, 1), keeper.sessions.keeping("s-1", 4)])
    assert keeper.standing.read("s-1", "u-1") == Standing(replace(SESSION, generation=4), following)


class LeavingOut:
    """A client whose answers leave something out, so many times."""

    def __init__(self, client: "DynamoDBClient", times: int) -> None:
        self._client = client
        self._left = times

    def batch_get_item(self, RequestItems: dict[str, Any]) -> dict[str, Any]:  # noqa: N803 - AWS's own name
        assert all(wanted["ConsistentRead"] for wanted in RequestItems.values())
        if not self._left:
            return dict(self._client.batch_get_item(RequestItems=RequestItems))
        self._left -= 1
        asked, *left = RequestItems.items()
        if not left:
            return {"Responses": {}, "UnprocessedKeys": RequestItems}
        return {**self._client.batch_get_item(RequestItems=dict([asked])), "UnprocessedKeys": dict(left)}


@pytest.mark.parametrize("times", [1, 2, 7])
def test_what_is_left_out_is_asked_for_again(dynamodb: "DynamoDBClient", times: int) -> None:
    keeper, pauses = on(dynamodb), list[float]()
    keeper.commit([*keeper.users.creating(ANA, ANAS), keeper.sessions.starting(SESSION)])
    client: Any = LeavingOut(dynamodb, times)
    assert StandingTable(client, "sessions", "users", pauses.append).read("s-1", "u-1") == Standing(SESSION, ANA)
    assert len(pauses) == times


def test_what_is_left_out_for_good_lets_nobody_in(dynamodb: "DynamoDBClient") -> None:
    keeper = on(dynamodb)
    keeper.commit([*keeper.users.creating(ANA, ANAS), keeper.sessions.starting(SESSION)])
    client: Any = LeavingOut(dynamodb, 100)
    with pytest.raises(StoreUnavailableError):
        StandingTable(client, "sessions", "users", lambda _: None).read("s-1", "u-1")


def test_without_the_tables_the_store_is_unavailable(dynamodb: "DynamoDBClient") -> None:
    with pytest.raises(StoreUnavailableError):
        StandingTable(dynamodb, "absent", "missing").read("s-1", "u-1")
