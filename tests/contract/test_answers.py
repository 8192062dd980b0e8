"""One promise, two keepers: the fake in memory and the DynamoDB adapter keep first answers alike."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from lacre.aws.answers_table import AnswersTable
from lacre.aws.events_table import EventsTable
from lacre.ports.answers import Answers, KeptAnswer
from lacre.ports.errors import StateConflictError, StoreUnavailableError
from tests.fakes.answers import MemoryAnswers
from tests.fakes.commits import Commit, committing
from tests.fakes.events import MemoryEvents
from tests.tables import create

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

NOW = 1_795_000_000_123
EXPIRES = 1_795_086_401
NAME, OTHER = "1" * 64, "2" * 64
KEPT = KeptAnswer("e-1", "f" * 64, 201, '{"name":"Conceição"}', {"ETag": '"7"'}, EXPIRES)
LATER = replace(KEPT, event_id="e-2", body=None, status=204, headers={}, expires_at=EXPIRES + 86_400)


@dataclass(frozen=True)
class Keeper:
    answers: Answers
    commit: Commit

    def keep(self, name: str, answer: KeptAnswer, now: int = NOW) -> None:
        self.commit([self.answers.keeping(name, answer, now)])


@pytest.fixture(params=["memory", "dynamodb"])
def keeper(request: pytest.FixtureRequest, dynamodb: "DynamoDBClient") -> Keeper:
    if request.param == "memory":
        return Keeper(MemoryAnswers(), committing(MemoryEvents()))
    answers = AnswersTable(dynamodb, create(dynamodb, "answers"))
    return Keeper(answers, committing(EventsTable(dynamodb, create(dynamodb, "events"))))


@pytest.mark.parametrize("answer", [KEPT, LATER])
def test_an_answer_reads_back_as_it_was_kept(keeper: Keeper, answer: KeptAnswer) -> None:
    assert keeper.answers.find(NAME, NOW) is None
    keeper.keep(NAME, answer)
    assert keeper.answers.find(NAME, NOW) == answer
    assert keeper.answers.find(OTHER, NOW) is None


@pytest.mark.parametrize(("now", "is_there"), [(EXPIRES * 1000 - 1, True), (EXPIRES * 1000, False), (NOW * 2, False)])
def test_an_answer_is_there_until_it_expires(keeper: Keeper, now: int, is_there: bool) -> None:
    keeper.keep(NAME, KEPT)
    assert (keeper.answers.find(NAME, now) is not None) == is_there


def test_an_answer_is_kept_once_until_it_expires(keeper: Keeper) -> None:
    keeper.keep(NAME, KEPT)
    for now in (NOW, EXPIRES * 1000 - 1):
        with pytest.raises(StateConflictError):
            keeper.keep(NAME, LATER, now)
    assert keeper.answers.find(NAME, NOW) == KEPT
    keeper.keep(NAME, LATER, EXPIRES * 1000)
    assert keeper.answers.find(NAME, EXPIRES * 1000) == LATER


def test_what_is_found_and_what_can_be_kept_change_at_the_same_moment(keeper: Keeper) -> None:
    """Otherwise a request would find no answer, be done, and then be refused for one that is there."""
    keeper.keep(NAME, KEPT)
    for now in range(EXPIRES * 1000 - 2, EXPIRES * 1000 + 1):
        if keeper.answers.find(NAME, now) is None:
            keeper.keep(NAME, LATER, now)
            assert now == EXPIRES * 1000
        else:
            with pytest.raises(StateConflictError):
                keeper.keep(NAME, LATER, now)


def test_of_many_at_once_one_is_kept(keeper: Keeper) -> None:
    def attempt(number: int) -> bool:
        try:
            keeper.keep(NAME, replace(KEPT, event_id=f"e-{number}"))
        except StateConflictError:
            return False
        return True

    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(attempt, range(8))) == 1


def test_without_the_table_the_store_is_unavailable(dynamodb: "DynamoDBClient") -> None:
    answers = AnswersTable(dynamodb, "absent")
    with pytest.raises(StoreUnavailableError):
        answers.find(NAME, NOW)
    with pytest.raises(StoreUnavailableError):
        committing(EventsTable(dynamodb, create(dynamodb, "events")))([answers.keeping(NAME, KEPT, NOW)])


def test_a_row_holds_what_is_told_here_and_goes_away_by_itself(dynamodb: "DynamoDBClient") -> None:
    answers = AnswersTable(dynamodb, create(dynamodb, "answers"))
    committing(EventsTable(dynamodb, create(dynamodb, "events")))([answers.keeping(NAME, KEPT, NOW)])
    (item,) = dynamodb.scan(TableName="answers")["Items"]
    assert item == {
        "request": {"S": NAME},
        "event_id": {"S": "e-1"},
        "fingerprint": {"S": "f" * 64},
        "status": {"N": "201"},
        "body": {"S": '{"name":"Conceição"}'},
        "headers": {"S": '{"ETag": "\\"7\\""}'},
        "expires_at": {"N": str(EXPIRES)},
    }
