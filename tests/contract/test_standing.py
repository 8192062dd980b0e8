"""One promise, two keepers: how things stand with a caller, read at once."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest

from identity.aws.session_rows import KEPT_S
from identity.aws.sessions_table import SessionsTable
from identity.aws.standing_table import StandingTable
from identity.aws.users_table import UsersTable
from identity.model.access_token import LONGEST_LIFE_S
from identity.model.revocation import Revocation
from identity.model.session import Session
from identity.ports.people_at_hand import Standing, StandingReader
from identity.ports.sessions import Sessions
from identity.ports.users import Users
from lacre.aws import block_item
from lacre.aws.events_table import EventsTable
from lacre.ports.blocks import Block
from lacre.ports.errors import StateConflictError, StoreUnavailableError
from tests.contract.test_sessions import ANAS as SESSION
from tests.contract.test_users import ANA, ANAS
from tests.fakes.blocks import MemoryBlocks
from tests.fakes.commits import Commit, committing
from tests.fakes.events import MemoryEvents
from tests.fakes.found import block
from tests.fakes.sessions import MemorySessions, MemoryStanding
from tests.fakes.users import MemoryUsers
from tests.tables import create

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


EVA = "auth0|eva"
REVOKED = Revocation(EVA, 1_795_000_030)


@dataclass(frozen=True)
class Keeper:
    """`standing` with sessions of our own, `outside` where another issuer keeps them."""

    standing: StandingReader
    outside: StandingReader
    users: Users
    sessions: Sessions
    commit: Commit
    place: Callable[[Block], object]


def on(dynamodb: "DynamoDBClient") -> Keeper:
    users, sessions, blocks, events = (create(dynamodb, table) for table in ("users", "sessions", "blocks", "events"))
    return Keeper(
        StandingTable(dynamodb, sessions, users, blocks, are_outside=False),
        StandingTable(dynamodb, sessions, users, blocks, are_outside=True),
        UsersTable(dynamodb, users),
        SessionsTable(dynamodb, sessions),
        committing(EventsTable(dynamodb, events)),
        lambda block: dynamodb.put_item(TableName=blocks, Item=block_item.to_item(block)),
    )


@pytest.fixture(params=["memory", "dynamodb"])
def keeper(request: pytest.FixtureRequest, dynamodb: "DynamoDBClient") -> Keeper:
    if request.param == "dynamodb":
        return on(dynamodb)
    users, sessions, blocks = MemoryUsers(), MemorySessions(), MemoryBlocks()
    standing, outside = (
        MemoryStanding(sessions, users, blocks, are_outside=is_outside) for is_outside in (False, True)
    )
    return Keeper(standing, outside, users, sessions, committing(MemoryEvents()), blocks.place)


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


def test_a_block_is_seen_beside_session_and_user(keeper: Keeper) -> None:
    keeper.commit([*keeper.users.creating(ANA, ANAS), keeper.sessions.starting(SESSION)])
    for actor_id in ("u-1", EVA):
        placed = block(actor_id=actor_id)
        keeper.place(placed)
        for standing in (keeper.standing, keeper.outside):
            assert standing.read("t-1", actor_id).block == placed
    assert keeper.standing.read("s-1", "u-1") == Standing(SESSION, ANA, None, block(actor_id="u-1"))
    assert keeper.standing.read("s-1", "u-2").block is None


def test_a_revocation_is_seen_beside_session_and_user_where_tokens_are_another_issuers(keeper: Keeper) -> None:
    keeper.commit([keeper.sessions.revoking(REVOKED)])
    assert keeper.outside.read("t-1", EVA) == Standing(None, None, REVOKED)
    assert keeper.outside.read("t-1", f"{EVA}2") == Standing(None, None)
    assert keeper.standing.read("t-1", EVA) == Standing(None, None), "our own end with their sessions"
    ended = Session.ended_outside("t-1", EVA, REVOKED.up_to * 1000)
    mine = replace(REVOKED, user_id="u-1")
    keeper.commit([keeper.sessions.starting(ended), keeper.sessions.revoking(mine), *keeper.users.creating(ANA, ANAS)])
    assert keeper.outside.read("t-1", EVA) == Standing(ended, None, REVOKED)
    assert keeper.outside.read("t-1", "u-1") == Standing(ended, ANA, mine)


def test_a_revocation_goes_on_and_never_back(keeper: Keeper) -> None:
    further = replace(REVOKED, up_to=REVOKED.up_to + 1)
    for one in (REVOKED, REVOKED, further, further):
        keeper.commit([keeper.sessions.revoking(one)])
        assert keeper.outside.read("t-1", EVA).revocation == one
    with pytest.raises(StateConflictError):
        keeper.commit([keeper.sessions.revoking(REVOKED)])
    assert keeper.outside.read("t-1", EVA).revocation == further


def test_a_revocation_is_no_session_that_expires_or_is_ended(keeper: Keeper) -> None:
    keeper.commit([keeper.sessions.revoking(REVOKED)])
    late = (REVOKED.expires_at + 1) * 1000
    assert list(keeper.sessions.due(late, 10)) == []
    assert list(keeper.sessions.active_of(EVA, REVOKED.up_to * 1000, 10)) == []


@pytest.mark.parametrize("session_id", [EVA, "revoked", "USER#u-1", "revoked#auth0|eva"])
def test_no_sessions_id_is_taken_for_a_user_or_a_revocation(keeper: Keeper, session_id: str) -> None:
    mine, ended = replace(REVOKED, user_id="u-1"), Session.ended_outside(session_id, "u-2", 0)
    keeper.commit([keeper.sessions.starting(ended), keeper.sessions.revoking(mine), *keeper.users.creating(ANA, ANAS)])
    assert keeper.outside.read(session_id, "u-1") == Standing(ended, ANA, mine)
    assert keeper.outside.read(session_id, EVA) == Standing(ended, None)


def test_a_revocation_is_kept_longer_than_any_token_that_it_is_of(dynamodb: "DynamoDBClient") -> None:
    keeper = on(dynamodb)
    keeper.commit([keeper.sessions.revoking(REVOKED)])
    (row,) = dynamodb.scan(TableName="sessions")["Items"]
    assert row["purge_at"] == {"N": str(REVOKED.up_to + LONGEST_LIFE_S + KEPT_S)}


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
    standing = StandingTable(client, "sessions", "users", "blocks", pauses.append, are_outside=False)
    assert standing.read("s-1", "u-1") == Standing(SESSION, ANA)
    assert len(pauses) == times


class LeavingKeysOut:
    """A client that answers one key at a time and leaves the others for later."""

    def __init__(self, client: "DynamoDBClient") -> None:
        self._client = client

    def batch_get_item(self, RequestItems: dict[str, Any]) -> dict[str, Any]:  # noqa: N803 - AWS's own name
        (table, wanted), *others = RequestItems.items()
        now, *later = wanted["Keys"]
        first: dict[str, Any] = {table: {**wanted, "Keys": [now]}}
        answer, left = self._client.batch_get_item(RequestItems=first), dict(others)
        if later:
            left[table] = {**wanted, "Keys": later}
        return {**answer, "UnprocessedKeys": left}


def test_a_revocation_that_is_left_out_of_an_answer_is_asked_for_again(dynamodb: "DynamoDBClient") -> None:
    keeper, mine = on(dynamodb), replace(REVOKED, user_id="u-1")
    keeper.commit([*keeper.users.creating(ANA, ANAS), keeper.sessions.starting(SESSION)])
    keeper.commit([keeper.sessions.revoking(mine)])
    client: Any = LeavingKeysOut(dynamodb)
    standing = StandingTable(client, "sessions", "users", "blocks", lambda _: None, are_outside=True)
    assert standing.read("s-1", "u-1") == Standing(SESSION, ANA, mine)


def test_what_is_left_out_for_good_lets_nobody_in(dynamodb: "DynamoDBClient") -> None:
    keeper = on(dynamodb)
    keeper.commit([*keeper.users.creating(ANA, ANAS), keeper.sessions.starting(SESSION)])
    client: Any = LeavingOut(dynamodb, 100)
    with pytest.raises(StoreUnavailableError):
        StandingTable(client, "sessions", "users", "blocks", lambda _: None, are_outside=True).read("s-1", "u-1")


def test_without_the_tables_the_store_is_unavailable(dynamodb: "DynamoDBClient") -> None:
    with pytest.raises(StoreUnavailableError):
        StandingTable(dynamodb, "absent", "missing", "gone", are_outside=True).read("s-1", "u-1")
