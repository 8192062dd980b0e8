"""One promise, two keepers: the fake in memory and the DynamoDB adapter count attempts to log in alike."""

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from identity.aws.login_attempts import LoginAttemptsTable
from identity.model.attempts import KEPT_S, LOCKED_MS, Attempts
from identity.ports.login_attempts import LoginAttempts
from lacre.aws.events_table import EventsTable
from lacre.ports.errors import StoreUnavailableError
from tests.fakes.commits import Commit, committing
from tests.fakes.events import MemoryEvents
from tests.fakes.login_attempts import MemoryLoginAttempts
from tests.tables import create

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

NOW = 1_795_000_000_000
LATER = NOW + (KEPT_S + 60) * 1000


@dataclass(frozen=True)
class Keeper:
    attempts: LoginAttempts
    commit: Commit


@pytest.fixture(params=["memory", "dynamodb"])
def keeper(request: pytest.FixtureRequest, dynamodb: "DynamoDBClient") -> Keeper:
    if request.param == "memory":
        return Keeper(MemoryLoginAttempts(), committing(MemoryEvents()))
    table, events = create(dynamodb, "counters"), create(dynamodb, "events")
    return Keeper(LoginAttemptsTable(dynamodb, table), committing(EventsTable(dynamodb, events)))


def counted(keeper: Keeper, times: int, username: str = "ana") -> Attempts:
    for _ in range(times):
        before = keeper.attempts.find(username, NOW)
        assert keeper.attempts.count(username, before.one_more(NOW), before.version)
    return keeper.attempts.find(username, NOW)


def test_attempts_add_up_for_each_name_by_itself(keeper: Keeper) -> None:
    assert keeper.attempts.find("ana", NOW) == Attempts()
    assert counted(keeper, 3) == Attempts(3, NOW, 3)
    assert counted(keeper, 10, "rui") == Attempts(10, NOW + LOCKED_MS, 10)
    assert counted(keeper, 0) == Attempts(3, NOW, 3)


@pytest.mark.parametrize("failures", [0, 1])
def test_of_two_that_saw_the_same_one_is_counted(keeper: Keeper, failures: int) -> None:
    before = counted(keeper, failures)
    assert keeper.attempts.count("ana", before.one_more(NOW), before.version)
    assert not keeper.attempts.count("ana", before.one_more(NOW), before.version)
    assert keeper.attempts.find("ana", NOW).failures == failures + 1


def test_success_clears_and_counting_begins_anew(keeper: Keeper) -> None:
    counted(keeper, 7)
    keeper.commit([keeper.attempts.clearing("ana", NOW)])
    assert keeper.attempts.find("ana", NOW) == Attempts()
    assert counted(keeper, 2) == Attempts(2, NOW, 2)
    keeper.commit([keeper.attempts.clearing("rui", NOW)])
    assert counted(keeper, 1, "rui").failures == 1


def test_one_who_looked_before_a_success_is_not_counted_on_top_of_it(keeper: Keeper) -> None:
    before = counted(keeper, 4)
    keeper.commit([keeper.attempts.clearing("ana", NOW)])
    assert not keeper.attempts.count("ana", before.one_more(NOW), before.version)
    assert keeper.attempts.find("ana", NOW) == Attempts()


def test_a_day_after_the_last_they_are_forgotten_though_their_row_is_there(keeper: Keeper) -> None:
    counted(keeper, 9)
    forgotten = keeper.attempts.find("ana", LATER)
    assert (forgotten.failures, forgotten.not_before) == (0, 0)
    assert keeper.attempts.count("ana", forgotten.one_more(LATER), forgotten.version)
    assert keeper.attempts.find("ana", LATER).failures == 1


def test_a_lock_is_not_forgotten_before_it_is_over(keeper: Keeper) -> None:
    counted(keeper, 10)
    assert keeper.attempts.find("ana", NOW + KEPT_S * 1000).failures == 10


def test_the_row_goes_by_itself(dynamodb: "DynamoDBClient") -> None:
    attempts = LoginAttemptsTable(dynamodb, create(dynamodb, "counters"))
    attempts.count("ana", Attempts().one_more(NOW), 0)
    (item,) = dynamodb.scan(TableName="counters")["Items"]
    assert item["sk"] == {"S": "ATTEMPTS"}
    assert item["expires_at"] == {"N": str(NOW // 1000 + KEPT_S)}


def test_no_row_says_what_was_typed(dynamodb: "DynamoDBClient") -> None:
    attempts, events = LoginAttemptsTable(dynamodb, create(dynamodb, "counters")), create(dynamodb, "events")
    commit = committing(EventsTable(dynamodb, events))
    assert attempts.count("barco.do.lago", Attempts().one_more(NOW), 0)
    commit([attempts.clearing("barco.do.lago", NOW)])
    (item,) = dynamodb.scan(TableName="counters")["Items"]
    assert item["pk"] == {"S": f"LOGIN#{sha256(b'barco.do.lago').hexdigest()}"}
    assert "barco" not in str(item)


def test_without_the_table_the_store_is_unavailable(dynamodb: "DynamoDBClient") -> None:
    absent = LoginAttemptsTable(dynamodb, "absent")
    with pytest.raises(StoreUnavailableError):
        absent.find("ana", NOW)
    with pytest.raises(StoreUnavailableError):
        absent.count("ana", Attempts(1, 0, 1), 0)
