"""One promise, two keepers: the fakes in memory and DynamoDB and S3 keep deep searches and what they found alike."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import boto3
import pytest

from lacre.aws.deep_searches_table import DeepSearchesTable
from lacre.aws.events_table import EventsTable
from lacre.aws.exports_table import ExportsTable
from lacre.aws.found_pages import FoundPagesBucket
from lacre.model import moment
from lacre.model.draft import Reason
from lacre.model.filters import Filters, Selection, address_filter
from lacre.ports.deep_searches import DeepSearch, DeepSearches, Found, FoundPages
from lacre.ports.errors import StateConflictError, StoreUnavailableError
from lacre.ports.exports import Asking, Job, Places, Wanted
from lacre.ports.paging import BadPositionError
from tests.atomic_moto import atomic_moto
from tests.fakes.commits import Commit, committing
from tests.fakes.deep_searches import MemoryDeepSearches, MemoryFoundPages
from tests.fakes.drafts import events
from tests.fakes.events import MemoryEvents
from tests.fakes.found import NOW, uuid
from tests.tables import create

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

SELECTION = Selection(Filters(start=moment.to_text(NOW), ip=address_filter("192.0.2.0/24")), 'it\'s "não"')
FOUND = Found(3, 7, 4096, moment.to_text(NOW + 5), moment.to_text(NOW + 1))


def asking(number: int, by: str) -> Asking:
    return Asking(by, "Rui Auditor", moment.to_text(NOW + number * 1000), uuid(70), uuid(71))


def deep_search(number: int = 1, by: str = "u-1") -> DeepSearch:
    return DeepSearch(uuid(number), asking(number, by), SELECTION, moment.to_text(NOW // 1000 * 1000 + 5000))


@dataclass(frozen=True)
class Keeper:
    searches: DeepSearches
    commit: Commit

    def add(self, *searches: DeepSearch) -> None:
        for one in searches:
            self.commit([self.searches.adding(one)])

    def listed(self, by: str | None, limit: int) -> list[DeepSearch]:
        """By as many pages as it takes."""
        page = self.searches.asked(by, None, limit)
        found = [*page.items]
        while page.next is not None:
            page = self.searches.asked(by, page.next, limit)
            found += page.items
        return found


@pytest.fixture(params=["memory", "dynamodb"])
def keeper(request: pytest.FixtureRequest, dynamodb: "DynamoDBClient") -> Keeper:
    if request.param == "memory":
        return Keeper(MemoryDeepSearches(), committing(MemoryEvents()))
    table, trail = create(dynamodb, "exports"), create(dynamodb, "events")
    return Keeper(DeepSearchesTable(dynamodb, table), committing(EventsTable(dynamodb, trail)))


def test_a_search_is_found_as_it_was_asked_for_taken_up_and_ended(keeper: Keeper) -> None:
    assert keeper.searches.find(uuid(1)) is None
    keeper.add(deep_search())
    assert keeper.searches.find(uuid(1)) == deep_search()
    taken = deep_search().taken_up(1000, moment.to_text(NOW))
    assert keeper.searches.replace(taken, 1)
    assert not keeper.searches.replace(deep_search().taken_up(2000, moment.to_text(NOW)), 1)
    assert not keeper.searches.replace(deep_search(2).taken_up(2000, moment.to_text(NOW)), 1)
    for found in (FOUND, replace(FOUND, since=None)):
        done = taken.done(found, moment.to_text(NOW + 9))
        keeper.commit([keeper.searches.replacing(done, taken.version)])
        assert keeper.searches.find(uuid(1)) == done
        taken = replace(done, version=done.version + 1)
        keeper.commit([keeper.searches.replacing(taken, done.version)])
    failed = replace(deep_search(2).failed(Reason("GAVE_UP", "It broke off."), moment.to_text(NOW)), version=1)
    keeper.add(failed)
    assert keeper.searches.find(uuid(2)) == failed
    for late in (deep_search(), deep_search(2)):
        with pytest.raises(StateConflictError):
            keeper.add(late)
        with pytest.raises(StateConflictError):
            keeper.commit([keeper.searches.replacing(late, 77)])


def test_places_are_each_persons_own_and_taken_one_after_the_other(keeper: Keeper) -> None:
    searches = keeper.searches
    assert searches.places("u-1") == Places("u-1")
    keeper.commit([searches.taking(Places("u-1"), deep_search(1)), searches.taking(Places("u-2"), deep_search(3))])
    first = searches.places("u-1")
    assert first == Places("u-1", (uuid(1),), 1)
    keeper.commit([searches.taking(replace(first, job_ids=()), deep_search(2))])
    for overtaken in (Places("u-1"), first):
        with pytest.raises(StateConflictError):
            keeper.commit([searches.adding(deep_search(4)), searches.taking(overtaken, deep_search(4))])
    assert (searches.places("u-1"), searches.places("u-2")) == (
        *(Places("u-1", (uuid(2),), 2), Places("u-2", (uuid(3),), 1)),
    )
    assert (searches.find(uuid(4)), keeper.listed(None, 9)) == (None, [])


@pytest.mark.parametrize("limit", [1, 100])
def test_everybodys_are_listed_and_each_persons_the_newest_first(keeper: Keeper, limit: int) -> None:
    made = [deep_search(number, f"u-{number % 2}") for number in range(1, 6)]
    keeper.add(*made)
    assert keeper.listed(None, limit) == made[::-1]
    for by in ("u-0", "u-1", "u-2"):
        assert keeper.listed(by, limit) == [one for one in reversed(made) if one.asking.by == by]
    with pytest.raises(BadPositionError):
        keeper.searches.asked("u-1", keeper.searches.asked(None, None, 1).next, 1)


def test_in_one_table_no_kind_of_job_is_taken_for_the_other(dynamodb: "DynamoDBClient") -> None:
    table = create(dynamodb, "exports")
    exports, searches = ExportsTable(dynamodb, table), DeepSearchesTable(dynamodb, table)
    commit = committing(EventsTable(dynamodb, create(dynamodb, "events")))
    export = Job(uuid(1), asking(1, "u-1"), Wanted(SELECTION), deep_search().expires_at)
    commit([exports.adding(export), searches.adding(deep_search()), searches.adding(deep_search(2))])
    commit([exports.taking(Places("u-1"), export)])
    assert (exports.places("u-1").job_ids, searches.places("u-1").job_ids) == ((uuid(1),), ())
    for by in (None, "u-1"):
        assert exports.asked(by, None, 9).items == [export]
        assert searches.asked(by, None, 9).items == [deep_search(2), deep_search()]
    assert (exports.find(uuid(1)), exports.find(uuid(2)), searches.find(uuid(1))) == (export, None, deep_search())


@pytest.mark.parametrize("kind", ["memory", "s3"])
def test_a_page_is_read_as_it_was_written_last(kind: str) -> None:
    headers = [one.event.header for one in events(5)]
    with atomic_moto():
        s3 = boto3.client("s3")
        s3.create_bucket(Bucket="found", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
        pages: FoundPages = MemoryFoundPages() if kind == "memory" else FoundPagesBucket(s3, "found")
        pages.write(uuid(1), 0, headers[:1])
        pages.write(uuid(1), 0, headers[:3])
        pages.write(uuid(1), 1, headers[3:])
        assert pages.read(uuid(1), 0) == headers[:3]
        assert pages.read(uuid(1), 1) == headers[3:]
        with pytest.raises(StoreUnavailableError):
            pages.read(uuid(2), 0)
