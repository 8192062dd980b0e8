"""One promise, two keepers: the fake in memory and the DynamoDB adapter keep sessions alike."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from identity.aws.session_rows import KEPT_S
from identity.aws.sessions_table import SessionsTable
from identity.model.role import Role
from identity.model.session import Session, SessionState
from identity.ports.sessions import Sessions
from lacre.aws.events_table import EventsTable
from lacre.ports.errors import StateConflictError, StoreUnavailableError
from tests.fakes.commits import Commit, committing
from tests.fakes.events import MemoryEvents
from tests.fakes.sessions import MemorySessions
from tests.tables import create

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

NOW_S = 1_795_000_000
ANAS = Session("s-1", "u-1", "Ana", Role.AGENT, "Nampula", "Centro", NOW_S * 1000 + 5, NOW_S + 1800)
RUIS = Session("s-2", "u-2", "Rui", Role.ADMIN, None, None, NOW_S * 1000 + 6, NOW_S + 1801)


@dataclass(frozen=True)
class Keeper:
    sessions: Sessions
    commit: Commit


def on(dynamodb: "DynamoDBClient") -> Keeper:
    table, events = create(dynamodb, "sessions"), create(dynamodb, "events")
    return Keeper(SessionsTable(dynamodb, table), committing(EventsTable(dynamodb, events)))


@pytest.fixture(params=["memory", "dynamodb"])
def keeper(request: pytest.FixtureRequest, dynamodb: "DynamoDBClient") -> Keeper:
    return Keeper(MemorySessions(), committing(MemoryEvents())) if request.param == "memory" else on(dynamodb)


def test_a_session_is_found_as_it_was_started(keeper: Keeper) -> None:
    assert keeper.sessions.find("s-1") is None
    for session in (ANAS, RUIS):
        keeper.commit([keeper.sessions.starting(session)])
        assert keeper.sessions.find(session.id) == session


def test_a_session_is_started_once(keeper: Keeper) -> None:
    keeper.commit([keeper.sessions.starting(ANAS)])
    with pytest.raises(StateConflictError):
        keeper.commit([keeper.sessions.starting(replace(RUIS, id="s-1"))])
    assert keeper.sessions.find("s-1") == ANAS


def test_a_session_ends_once(keeper: Keeper) -> None:
    keeper.commit([keeper.sessions.starting(ANAS)])
    keeper.commit([keeper.sessions.ending("s-1", NOW_S * 1000)])
    assert keeper.sessions.find("s-1") == replace(ANAS, state=SessionState.ENDED)
    with pytest.raises(StateConflictError):
        keeper.commit([keeper.sessions.ending("s-1", NOW_S * 1000)])
    with pytest.raises(StateConflictError):
        keeper.commit([keeper.sessions.ending("s-none", NOW_S * 1000)])
    assert keeper.sessions.find("s-none") is None


def test_a_session_expires_only_once_it_is_due(keeper: Keeper) -> None:
    keeper.commit([keeper.sessions.starting(ANAS)])
    with pytest.raises(StateConflictError):
        keeper.commit([keeper.sessions.expiring("s-1", (NOW_S + 1800) * 1000 - 1)])
    assert keeper.sessions.find("s-1") == ANAS
    keeper.commit([keeper.sessions.expiring("s-1", (NOW_S + 1800) * 1000)])
    assert keeper.sessions.find("s-1") == replace(ANAS, state=SessionState.EXPIRED)
    for session_id in ("s-1", "s-none"):
        with pytest.raises(StateConflictError):
            keeper.commit([keeper.sessions.expiring(session_id, (NOW_S + 9999) * 1000)])


def test_due_are_the_active_ones_that_have_expired_the_oldest_first(keeper: Keeper) -> None:
    ended = replace(RUIS, id="s-3", expires_at=NOW_S)
    for session in (RUIS, ANAS, ended):
        keeper.commit([keeper.sessions.starting(session)])
    keeper.commit([keeper.sessions.ending("s-3", NOW_S * 1000)])

    def due(after_s: int, limit: int = 10) -> list[str]:
        return [one.id for one in keeper.sessions.due((NOW_S + after_s) * 1000, limit)]

    assert due(1799) == []
    assert due(1800) == ["s-1"]
    assert due(1801) == ["s-1", "s-2"]
    assert due(1801, limit=1) == ["s-1"]


def test_a_row_goes_long_after_its_end_and_says_when_it_ended(dynamodb: "DynamoDBClient") -> None:
    keeper = on(dynamodb)
    keeper.commit([keeper.sessions.starting(ANAS)])
    keeper.commit([keeper.sessions.ending("s-1", NOW_S * 1000 + 9)])
    item = dynamodb.get_item(TableName="sessions", Key={"session_id": {"S": "s-1"}})["Item"]
    assert item["purge_at"] == {"N": str(NOW_S + 1800 + KEPT_S)}
    assert item["ended_at"] == {"N": str(NOW_S * 1000 + 9)}


def test_without_the_table_the_store_is_unavailable(dynamodb: "DynamoDBClient") -> None:
    with pytest.raises(StoreUnavailableError):
        SessionsTable(dynamodb, "absent").find("s-1")
    with pytest.raises(StoreUnavailableError):
        SessionsTable(dynamodb, "absent").due(0, 1)
