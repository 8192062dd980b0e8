"""One promise, two keepers: the fake in memory and DynamoDB keep exports alike."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from lacre.aws.events_table import EventsTable
from lacre.aws.exports_table import ExportsTable
from lacre.model import moment
from lacre.model.draft import Reason
from lacre.model.filters import Filters, Selection, address_filter
from lacre.model.vocabulary import Severity
from lacre.ports.errors import StateConflictError, StoreUnavailableError
from lacre.ports.exports import (
    Asking,
    ExportFile,
    ExportFormat,
    ExportLanguage,
    Exports,
    ExportState,
    Job,
    Places,
    Progress,
    Result,
    Wanted,
)
from lacre.ports.paging import BadPositionError
from tests.fakes.commits import Commit, committing
from tests.fakes.events import MemoryEvents
from tests.fakes.exports import MemoryExports
from tests.fakes.found import NOW, uuid
from tests.tables import create

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

SELECTION = Selection(
    Filters(start=moment.to_text(NOW), severity=Severity.HIGH, ip=address_filter("192.0.2.0/24"), only_critical=True),
    'said "no"; não',
)


BEGUN_AT = moment.to_text(NOW + 500)
WANTED = Wanted(SELECTION, ExportFormat.PDF, ExportLanguage.EN)


def job(number: int = 1, by: str = "u-1") -> Job:
    asking = Asking(by, "Rui Auditor", moment.to_text(NOW + number * 1000), uuid(70), uuid(71))
    return Job(uuid(number), asking, WANTED, moment.to_text(NOW // 1000 * 1000 + 5000))


@dataclass(frozen=True)
class Keeper:
    exports: Exports
    commit: Commit

    def add(self, *jobs: Job) -> None:
        for one in jobs:
            self.commit([self.exports.adding(one)])

    def listed(self, by: str | None, limit: int) -> Sequence[Job]:
        """By as many pages as it takes."""
        page = self.exports.asked(by, None, limit)
        found = [*page.items]
        while page.next is not None:
            page = self.exports.asked(by, page.next, limit)
            found += page.items
        return found


@pytest.fixture(params=["memory", "dynamodb"])
def keeper(request: pytest.FixtureRequest, dynamodb: "DynamoDBClient") -> Keeper:
    if request.param == "memory":
        return Keeper(MemoryExports(), committing(MemoryEvents()))
    exports, events = create(dynamodb, "exports"), create(dynamodb, "events")
    return Keeper(ExportsTable(dynamodb, exports), committing(EventsTable(dynamodb, events)))


def test_a_job_is_found_as_it_was_asked_for_taken_up_and_ended(keeper: Keeper) -> None:
    assert keeper.exports.find(uuid(1)) is None
    keeper.add(job())
    assert keeper.exports.find(uuid(1)) == job()
    taken = job().taken_up(1000, BEGUN_AT)
    assert keeper.exports.replace(taken, 1)
    assert keeper.exports.find(uuid(1)) == taken
    result = Result(3, "ab" * 32, 1234, (ExportFile.DATA, ExportFile.MANIFEST))
    done = taken.done(result, moment.to_text(NOW + 9))
    keeper.commit([keeper.exports.replacing(done, taken.version)])
    assert keeper.exports.find(uuid(1)) == done
    signed = replace(done, result=replace(result, document_sha256="cd" * 32))
    keeper.commit([keeper.exports.replacing(signed, done.version)])
    assert keeper.exports.find(uuid(1)) == signed
    failed = replace(job(2).failed(Reason("GAVE_UP", "It broke off."), moment.to_text(NOW)), version=1)
    keeper.add(failed)
    assert keeper.exports.find(uuid(2)) == failed


def test_an_id_is_taken_once_and_a_version_is_changed_once(keeper: Keeper) -> None:
    keeper.add(job())
    with pytest.raises(StateConflictError):
        keeper.add(replace(job(), wanted=Wanted(Selection())))
    taken = job().taken_up(1000, BEGUN_AT)
    assert keeper.exports.replace(taken, 1)
    assert not keeper.exports.replace(job().taken_up(2000, BEGUN_AT), 1)
    assert not keeper.exports.replace(job(2).taken_up(2000, BEGUN_AT), 1)
    with pytest.raises(StateConflictError):
        keeper.commit([keeper.exports.replacing(job().failed(Reason("X", "x"), "y"), 1)])
    assert keeper.exports.find(uuid(1)) == taken


def test_places_are_each_persons_own_and_taken_one_after_the_other(keeper: Keeper) -> None:
    assert keeper.exports.places("u-1") == Places("u-1")
    keeper.commit([keeper.exports.taking(Places("u-1"), job(1))])
    first = keeper.exports.places("u-1")
    assert first == Places("u-1", (uuid(1),), 1)
    keeper.commit([keeper.exports.taking(first, job(2)), keeper.exports.taking(Places("u-2"), job(3, "u-2"))])
    assert keeper.exports.places("u-1") == Places("u-1", (uuid(1), uuid(2)), 2)
    for overtaken in (Places("u-1"), first):
        with pytest.raises(StateConflictError):
            keeper.commit([keeper.exports.adding(job(4)), keeper.exports.taking(overtaken, job(4))])
    keeper.commit([keeper.exports.taking(replace(keeper.exports.places("u-1"), job_ids=()), job(5))])
    assert keeper.exports.places("u-1") == Places("u-1", (uuid(5),), 3)
    assert keeper.exports.places("u-2") == Places("u-2", (uuid(3),), 1)
    assert (keeper.listed(None, 10), keeper.exports.find(uuid(4))) == ([], None)


def test_progress_is_told_of_what_runs_and_of_nothing_else(keeper: Keeper) -> None:
    keeper.add(job())
    for progress in (Progress(256, 3), Progress(512, 7)):
        keeper.exports.tell(uuid(1), progress)
        assert keeper.exports.find(uuid(1)) == job()
    taken = job().taken_up(1000, BEGUN_AT)
    keeper.exports.replace(taken, 1)
    keeper.exports.tell(uuid(1), Progress(512, 7))
    assert keeper.exports.find(uuid(1)) == replace(taken, progress=Progress(512, 7))
    keeper.exports.tell(uuid(2), Progress(512, 7))
    assert keeper.exports.find(uuid(2)) is None


@pytest.mark.parametrize("limit", [1, 2, 100])
def test_everybodys_are_listed_and_each_persons_the_newest_first(keeper: Keeper, limit: int) -> None:
    made = [job(number, f"u-{number % 2}") for number in range(1, 7)]
    keeper.add(*made)
    assert keeper.listed(None, limit) == made[::-1]
    for by in ("u-0", "u-1", "u-2"):
        assert keeper.listed(by, limit) == [one for one in reversed(made) if one.asking.by == by]


def test_a_position_of_another_list_is_refused(keeper: Keeper) -> None:
    keeper.add(job(1), job(2))
    for position in ("", "x", keeper.exports.asked(None, None, 1).next):
        with pytest.raises(BadPositionError):
            keeper.exports.asked("u-1", position, 1)
    with pytest.raises(BadPositionError):
        keeper.exports.asked(None, keeper.exports.asked("u-1", None, 1).next, 1)


def test_without_the_table_the_store_is_unavailable(dynamodb: "DynamoDBClient") -> None:
    absent = ExportsTable(dynamodb, "absent")
    asked = (
        lambda: absent.find(uuid(1)),
        lambda: absent.places("u-1"),
        lambda: absent.asked(None, None, 1),
        lambda: absent.replace(job(), 1),
        lambda: absent.tell(uuid(1), Progress()),
    )
    for one in asked:
        with pytest.raises(StoreUnavailableError):
            one()


@pytest.mark.parametrize("state", ExportState)
def test_only_what_ended_is_ended(state: ExportState) -> None:
    assert replace(job(), state=state).is_ended == (state in ("done", "failed"))
