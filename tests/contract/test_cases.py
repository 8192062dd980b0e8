"""One promise, two keepers: the fake in memory and DynamoDB keep cases alike."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from lacre.aws.cases_table import CasesTable
from lacre.aws.events_table import EventsTable
from lacre.model import moment
from lacre.ports.cases import Case, Cases, CaseState
from lacre.ports.errors import StateConflictError, StoreUnavailableError
from lacre.ports.notes import Note
from lacre.ports.paging import BadPositionError
from tests.fakes.cases import MemoryCases
from tests.fakes.commits import Commit, committing
from tests.fakes.events import MemoryEvents
from tests.fakes.found import NOW, uuid
from tests.tables import create

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


def case(number: int = 1) -> Case:
    opened_at = moment.to_text(NOW + number * 1000)
    return Case(uuid(number), "Reprints in Centro", opened_at, "u-1", "u-1", (uuid(50), uuid(51)))


@dataclass(frozen=True)
class Keeper:
    cases: Cases
    commit: Commit


@pytest.fixture(params=["memory", "dynamodb"])
def keeper(request: pytest.FixtureRequest, dynamodb: "DynamoDBClient") -> Keeper:
    if request.param == "memory":
        return Keeper(MemoryCases(), committing(MemoryEvents()))
    cases, events = create(dynamodb, "cases"), create(dynamodb, "events")
    return Keeper(CasesTable(dynamodb, cases), committing(EventsTable(dynamodb, events)))


def test_a_case_is_found_as_it_was_opened_and_changed(keeper: Keeper) -> None:
    assert keeper.cases.find(uuid(1)) is None
    keeper.commit([keeper.cases.adding(case())])
    assert keeper.cases.find(uuid(1)) == case()
    note = Note(moment.to_text(NOW), "u-2", "the printer jams")
    closed = replace(case().noted(note), state=CaseState.CLOSED, closed_at=note.at, alert_ids=(uuid(50),))
    keeper.commit([keeper.cases.replacing(closed, 1)])
    assert keeper.cases.find(uuid(1)) == closed


def test_an_id_is_taken_once_and_a_version_is_changed_once(keeper: Keeper) -> None:
    keeper.commit([keeper.cases.adding(case())])
    with pytest.raises(StateConflictError):
        keeper.commit([keeper.cases.adding(replace(case(), title="another"))])
    first = case().noted(Note(moment.to_text(NOW), "u-1", "first"))
    keeper.commit([keeper.cases.replacing(first, 1)])
    with pytest.raises(StateConflictError):
        keeper.commit([keeper.cases.replacing(case().noted(Note(moment.to_text(NOW), "u-2", "second")), 1)])
    with pytest.raises(StateConflictError):
        keeper.commit([keeper.cases.replacing(case(2), 1)])
    assert keeper.cases.find(uuid(1)) == first


@pytest.mark.parametrize("limit", [1, 2, 100])
def test_each_state_is_listed_by_itself_complete_and_the_newest_first(keeper: Keeper, limit: int) -> None:
    made = [replace(case(number), state=[*CaseState][number % 2]) for number in range(1, 8)]
    for one in made:
        keeper.commit([keeper.cases.adding(one)])
    for state in CaseState:
        found: list[Case] = []
        after: str | None = None
        while after is not None or not found:
            page = keeper.cases.of_state(state, after, limit)
            found += page.items
            after = page.next
            if after is None:
                break
        assert found == [one for one in reversed(made) if one.state is state]


def test_a_position_of_another_state_is_refused(keeper: Keeper) -> None:
    for number in (1, 2):
        keeper.commit([keeper.cases.adding(case(number))])
    for position in ("", "x", keeper.cases.of_state(CaseState.OPEN, None, 1).next):
        with pytest.raises(BadPositionError):
            keeper.cases.of_state(CaseState.CLOSED, position, 1)


def test_without_the_table_the_store_is_unavailable(dynamodb: "DynamoDBClient") -> None:
    with pytest.raises(StoreUnavailableError):
        CasesTable(dynamodb, "absent").find(uuid(1))
    with pytest.raises(StoreUnavailableError):
        CasesTable(dynamodb, "absent").of_state(CaseState.OPEN, None, 1)
