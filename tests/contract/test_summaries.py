"""Summaries of hours: the fake and the counters table keep the same promises; the quarantine is counted."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

import boto3
import pytest

from lacre.aws import quarantined_objects
from lacre.aws.quarantined_objects import QuarantineCount
from lacre.aws.summaries_table import SummariesTable
from lacre.ports.errors import StoreUnavailableError
from lacre.ports.summaries import Quarantined, Ranking, Summary
from tests.atomic_moto import atomic_moto
from tests.fakes.summaries import MemoryQuarantined, MemorySummaries
from tests.tables import create

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client

Kept = MemorySummaries | SummariesTable

NINE = Summary(
    hour="2026-11-22T09",
    until="2026-11-22T09:30:00.000Z",
    events=7,
    unreadable=1,
    severity={"INFO": 5, "CRITICAL": 1},
    outcome={"SUCCEEDED": 4, "DENIED": 2},
    event_type={"NORMAL": 6},
    actors=Ranking((("u-ana", 4), ("u-eva", 1)), 1),
    actions=Ranking((("CREATE_AGENT", 6),)),
    ip_addresses=Ranking((("192.0.2.7", 6),)),
    tree_size=12,
    is_whole=False,
)
WHOLE = replace(NINE, until="2026-11-22T10:00:00.000Z", events=9)
TEN = Summary("2026-11-22T10", "2026-11-22T10:10:00.000Z")


@pytest.fixture(params=["memory", "dynamodb"])
def kept(request: pytest.FixtureRequest, dynamodb: "DynamoDBClient") -> Kept:
    return MemorySummaries() if request.param == "memory" else SummariesTable(dynamodb, create(dynamodb, "counters"))


def test_what_is_kept_is_read_back_by_the_hour(kept: Kept) -> None:
    assert kept.between("2026-11-21T00", "2026-11-23T00") == {}
    assert kept.keep(NINE)
    assert kept.keep(TEN)
    assert kept.between("2026-11-22T09", "2026-11-22T10") == {NINE.hour: NINE, TEN.hour: TEN}
    assert list(kept.between("2026-11-22T10", "2026-11-22T23")) == [TEN.hour]
    assert not kept.between("2026-11-22T11", "2026-11-22T23")


def test_what_reaches_further_stays(kept: Kept) -> None:
    assert [kept.keep(one) for one in (NINE, WHOLE, NINE, WHOLE)] == [True, True, False, True]
    assert kept.between(NINE.hour, NINE.hour) == {NINE.hour: WHOLE}


def test_of_many_at_once_the_one_that_reaches_furthest_stays(kept: Kept) -> None:
    each = [replace(NINE, until=f"2026-11-22T09:{minute:02d}:00.000Z") for minute in range(8)]
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(kept.keep, each))
    assert kept.between(NINE.hour, NINE.hour) == {NINE.hour: each[-1]}


def test_the_quarantine_is_noted(kept: Kept) -> None:
    assert kept.quarantined() is None
    for found in (Quarantined(5, 0, None, is_all=True), Quarantined(9, 10_000, 7, is_all=False)):
        kept.note_quarantined(found)
        assert kept.quarantined() == found
    assert not kept.between("0", "~"), "the note is no hour"


@pytest.mark.parametrize(
    "damage",
    [
        {"text": {"S": "no summary"}},
        {"text": {"S": "[]"}},
        {"text": {"S": '{"hour": "2026-11-22T09"}'}},
        {"until": {"S": "2026-11-22T10:00:00.000Z"}},
        {"text": None},
    ],
)
def test_what_is_no_summary_counts_as_none_and_is_made_again(
    dynamodb: "DynamoDBClient", damage: dict[str, Any]
) -> None:
    table = SummariesTable(dynamodb, create(dynamodb, "counters"))
    table.keep(NINE)
    (item,) = dynamodb.scan(TableName="counters")["Items"]
    changed = {name: value for name, value in {**item, **damage}.items() if value is not None}
    dynamodb.put_item(TableName="counters", Item=changed)
    assert table.between(NINE.hour, NINE.hour) == {}
    assert table.keep(WHOLE)
    assert table.between(NINE.hour, NINE.hour) == {NINE.hour: WHOLE}


def test_a_summary_goes_after_a_fortnight_and_the_note_stays(dynamodb: "DynamoDBClient") -> None:
    table = SummariesTable(dynamodb, create(dynamodb, "counters"))
    table.keep(NINE)
    table.note_quarantined(Quarantined(5, 0, None, is_all=True))
    items = {item["pk"]["S"]: item for item in dynamodb.scan(TableName="counters")["Items"]}
    assert items["SUMMARY"]["expires_at"] == {"N": "1796547600"}
    assert "expires_at" not in items["QUARANTINE"]


def test_without_the_table_the_store_is_unavailable(dynamodb: "DynamoDBClient") -> None:
    table = SummariesTable(dynamodb, "absent")
    for call in (
        lambda: table.between("a", "b"),
        lambda: table.keep(NINE),
        lambda: table.quarantined(),
        lambda: table.note_quarantined(Quarantined(5, 0, None, is_all=True)),
    ):
        with pytest.raises(StoreUnavailableError):
            call()


@pytest.mark.parametrize(("most", "count", "is_all"), [(10, 3, True), (1, 2, False)])
def test_what_lies_in_quarantine_is_counted_up_to_a_bound(
    monkeypatch: pytest.MonkeyPatch, most: int, count: int, is_all: bool
) -> None:
    monkeypatch.setattr(quarantined_objects, "MOST_PAGES", most)
    with atomic_moto():
        s3 = boto3.client("s3", region_name="us-east-1")
        s3.create_bucket(Bucket="failures")
        counting = QuarantineCount(s3, "failures")
        assert counting.look(5) == Quarantined(5, 0, None, is_all=True) == MemoryQuarantined().look(5)
        for name in ("quarantine/archive/a.json", "quarantine/fraud/b.json", "quarantine/fraud/c.json", "aws/batch"):
            s3.put_object(Bucket="failures", Key=name, Body=b"x")
        found = QuarantineCount(cast("S3Client", _TwoAPage(s3)), "failures").look(7)
        newest = s3.head_object(Bucket="failures", Key="quarantine/fraud/c.json")["LastModified"]
        assert (found.at, found.count, found.is_all) == (7, count, is_all)
        if is_all:
            assert found.newest_at == int(newest.timestamp() * 1000)


def test_without_the_bucket_the_store_is_unavailable() -> None:
    with atomic_moto(), pytest.raises(StoreUnavailableError):
        QuarantineCount(boto3.client("s3", region_name="us-east-1"), "absent").look(1)


class _TwoAPage:
    def __init__(self, client: Any) -> None:
        self._client = client

    def get_paginator(self, name: str) -> Any:
        paginator = self._client.get_paginator(name)

        class Small:
            def paginate(self, **asked: Any) -> Any:
                return paginator.paginate(**asked, PaginationConfig={"PageSize": 2})

        return Small()
