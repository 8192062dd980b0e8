"""One promise, two keepers: the fake in memory and the DynamoDB adapter keep sessions alike."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from identity.aws import sessions_table
from identity.aws.session_rows import KEPT_S
from identity.aws.sessions_table import SessionsTable
from identity.model.session import LONGEST_S, Session, SessionState
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
LATER = (NOW_S + 60) * 1000
ANAS = Session("s-1", "u-1", 3, NOW_S * 1000 + 5, NOW_S + 1800, "f1" * 32, "a1" * 32)
RUIS = Session("s-2", "u-2", 1, NOW_S * 1000 + 6, NOW_S + 1801, "f2" * 32, "a2" * 32)


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


def test_a_refresh_is_for_whoever_has_the_token_in_force(keeper: Keeper) -> None:
    keeper.commit([keeper.sessions.starting(ANAS)])
    renewed = replace(ANAS, expires_at=NOW_S + 3600, refresh="b1" * 32)
    keeper.commit([keeper.sessions.renewing(renewed, ANAS.refresh)])
    assert keeper.sessions.find("s-1") == renewed
    for again in (replace(renewed, refresh="c1" * 32), replace(renewed, id="s-none")):
        with pytest.raises(StateConflictError):
            keeper.commit([keeper.sessions.renewing(again, ANAS.refresh)])
    keeper.commit([keeper.sessions.ending("s-1", NOW_S * 1000)])
    with pytest.raises(StateConflictError):
        keeper.commit([keeper.sessions.renewing(replace(renewed, refresh="c1" * 32), renewed.refresh)])
    assert keeper.sessions.find("s-1") == replace(renewed, state=SessionState.ENDED)


def test_a_refresh_takes_back_no_generation(keeper: Keeper) -> None:
    keeper.commit([keeper.sessions.starting(ANAS)])
    keeper.commit([keeper.sessions.keeping("s-1", 4)])
    renewed = replace(ANAS, expires_at=NOW_S + 3600, refresh="b1" * 32)
    keeper.commit([keeper.sessions.renewing(renewed, ANAS.refresh)])
    assert keeper.sessions.find("s-1") == replace(renewed, generation=4)


def test_a_session_is_kept_from_one_generation_to_the_next(keeper: Keeper) -> None:
    keeper.commit([keeper.sessions.starting(ANAS)])
    keeper.commit([keeper.sessions.keeping("s-1", 4)])
    assert keeper.sessions.find("s-1") == replace(ANAS, generation=4)
    for session_id, generation in (("s-1", 4), ("s-1", 6), ("s-none", 4)):
        with pytest.raises(StateConflictError):
            keeper.commit([keeper.sessions.keeping(session_id, generation)])
    keeper.commit([keeper.sessions.ending("s-1", NOW_S * 1000)])
    with pytest.raises(StateConflictError):
        keeper.commit([keeper.sessions.keeping("s-1", 5)])


def test_a_session_is_closed_in_whatever_state_it_is(keeper: Keeper) -> None:
    for session in (ANAS, RUIS):
        keeper.commit([keeper.sessions.starting(session)])
    keeper.commit([keeper.sessions.ending("s-2", NOW_S * 1000)])
    for session in (ANAS, RUIS):
        keeper.commit([keeper.sessions.closing(session.id, NOW_S * 1000 + 7)])
        assert keeper.sessions.find(session.id) == replace(session, state=SessionState.ENDED)
    with pytest.raises(StateConflictError):
        keeper.commit([keeper.sessions.closing("s-none", NOW_S * 1000)])
    assert keeper.sessions.find("s-none") is None


def test_the_active_ones_of_a_user_the_latest_first(keeper: Keeper) -> None:
    assert keeper.sessions.active_of("u-1", LATER, 10) == []
    for number in range(5):
        one = replace(ANAS, id=f"s-{number}", started_at=NOW_S * 1000 + number)
        keeper.commit([keeper.sessions.starting(one)])
    keeper.commit([keeper.sessions.starting(replace(RUIS, id="s-9"))])
    keeper.commit([keeper.sessions.ending("s-3", NOW_S * 1000)])
    keeper.commit([keeper.sessions.expiring("s-1", NOW_S * 2000)])
    assert list(keeper.sessions.active_of("u-1", LATER, 10)) == ["s-4", "s-2", "s-0"]
    assert list(keeper.sessions.active_of("u-1", LATER, 2)) == ["s-4", "s-2"]


def test_one_that_began_longer_ago_than_a_session_lasts_is_none_of_the_active(keeper: Keeper) -> None:
    keeper.commit([keeper.sessions.starting(ANAS)])
    last = ANAS.started_at + LONGEST_S * 1000
    assert list(keeper.sessions.active_of("u-1", last, 10)) == ["s-1"]
    assert list(keeper.sessions.active_of("u-1", last + 1, 10)) == []


def test_of_many_sessions_that_ended_only_a_few_pages_are_read(
    dynamodb: "DynamoDBClient", monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper = on(dynamodb)
    monkeypatch.setattr(sessions_table, "PAGE", 2)
    monkeypatch.setattr(sessions_table, "PAGES", 2)
    for number in range(6):
        state = SessionState.ENDED if number in (1, 3, 4) else SessionState.ACTIVE
        one = replace(ANAS, id=f"s-{number}", started_at=ANAS.started_at + number, state=state)
        keeper.commit([keeper.sessions.starting(one)])
    assert list(keeper.sessions.active_of("u-1", LATER, 10)) == ["s-5", "s-2"], "of the latest four"
    assert list(keeper.sessions.active_of("u-1", LATER, 1)) == ["s-5"]


def test_another_issuers_session_that_was_ended_here_is_never_due(keeper: Keeper) -> None:
    mark = Session.ended_outside("t-1", "auth0|eva", NOW_S * 1000)
    keeper.commit([keeper.sessions.starting(mark)])
    assert keeper.sessions.find("t-1") == mark
    assert list(keeper.sessions.due(NOW_S * 2000, 10)) == []
    assert list(keeper.sessions.active_of("auth0|eva", LATER, 10)) == []


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


def test_a_refreshed_row_goes_later_and_a_closed_one_keeps_when_it_ended(dynamodb: "DynamoDBClient") -> None:
    keeper = on(dynamodb)
    keeper.commit([keeper.sessions.starting(ANAS)])
    keeper.commit([keeper.sessions.renewing(replace(ANAS, expires_at=NOW_S + 3600), ANAS.refresh)])
    for moment in (9, 10):
        keeper.commit([keeper.sessions.closing("s-1", NOW_S * 1000 + moment)])
    item = dynamodb.get_item(TableName="sessions", Key={"session_id": {"S": "s-1"}})["Item"]
    assert item["purge_at"] == {"N": str(NOW_S + 3600 + KEPT_S)}
    assert item["ended_at"] == {"N": str(NOW_S * 1000 + 9)}


def test_without_the_table_the_store_is_unavailable(dynamodb: "DynamoDBClient") -> None:
    with pytest.raises(StoreUnavailableError):
        SessionsTable(dynamodb, "absent").find("s-1")
    with pytest.raises(StoreUnavailableError):
        SessionsTable(dynamodb, "absent").due(0, 1)
    with pytest.raises(StoreUnavailableError):
        SessionsTable(dynamodb, "absent").active_of("u-1", 0, 1)
