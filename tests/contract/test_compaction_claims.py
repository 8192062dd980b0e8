"""How far compaction came, and its files: the fakes and the adapters keep the same promises."""

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import boto3
import pytest

from lacre.aws.compaction_files import CompactionFiles
from lacre.aws.compaction_mark import CompactionMark
from lacre.aws.flood_counters import FloodCounters
from lacre.ports.compacting import CompactionMarks, Mark
from lacre.ports.errors import StoreUnavailableError
from tests.atomic_moto import atomic_moto
from tests.fakes.compacting import MemoryMarks
from tests.fakes.crash import Steps
from tests.tables import create

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


@pytest.fixture(params=["memory", "dynamodb"])
def marks(request: pytest.FixtureRequest, dynamodb: "DynamoDBClient") -> CompactionMarks:
    if request.param == "memory":
        return MemoryMarks(Steps())
    return CompactionMark(dynamodb, create(dynamodb, "counters"))


def test_the_mark_begins_at_nothing_and_is_read_back(marks: CompactionMarks) -> None:
    assert marks.read() == Mark()
    assert marks.move(Mark(), Mark(0, 20))
    assert marks.read() == Mark(0, 20)
    assert marks.move(Mark(0, 20), Mark(20, 20))
    assert marks.read() == Mark(20, 20)


def test_only_the_mark_that_was_read_is_moved(marks: CompactionMarks) -> None:
    assert not marks.move(Mark(20, 20), Mark(20, 40))
    assert marks.move(Mark(), Mark(0, 20))
    for other in (Mark(), Mark(0, 10), Mark(20, 20), Mark(10, 20)):
        assert not marks.move(other, Mark(0, 30))
    assert marks.read() == Mark(0, 20)


def test_of_concurrent_claims_one_wins(marks: CompactionMarks) -> None:
    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(lambda end: marks.move(Mark(), Mark(0, end)), range(1, 9)))
    assert won.count(True) == 1
    assert marks.read() == Mark(0, won.index(True) + 1)


def test_the_mark_never_expires_and_disturbs_no_counter(dynamodb: "DynamoDBClient") -> None:
    table = create(dynamodb, "counters")
    CompactionMark(dynamodb, table).move(Mark(), Mark(0, 20))
    (item,) = dynamodb.scan(TableName=table)["Items"]
    assert item == {
        "pk": {"S": "COMPACTION"},
        "sk": {"S": "COMPACTION"},
        "done": {"N": "0"},
        "claimed": {"N": "20"},
    }
    floods = FloodCounters(dynamodb, table)
    floods.note_summed("2026-11-22T09:30")
    assert CompactionMark(dynamodb, table).read() == Mark(0, 20)
    assert floods.last_summed() == "2026-11-22T09:30"


def test_without_the_table_the_store_is_unavailable(dynamodb: "DynamoDBClient") -> None:
    mark = CompactionMark(dynamodb, "absent")
    with pytest.raises(StoreUnavailableError):
        mark.read()
    with pytest.raises(StoreUnavailableError):
        mark.move(Mark(), Mark(0, 20))


def test_files_are_written_as_they_are() -> None:
    with atomic_moto():
        client = boto3.client("s3")
        place = {"LocationConstraint": "eu-west-1"}
        client.create_bucket(Bucket="log", CreateBucketConfiguration=place)  # type: ignore[arg-type]  # a literal
        for _ in range(2):
            CompactionFiles(client, "log").put("events/dt=2026-11-22/hour=09/1-2.ndjson.gz", b"\x1f\x8b")
        answer = client.get_object(Bucket="log", Key="events/dt=2026-11-22/hour=09/1-2.ndjson.gz")
        assert answer["Body"].read() == b"\x1f\x8b"
        assert "content-encoding" not in answer["ResponseMetadata"]["HTTPHeaders"]
        with pytest.raises(StoreUnavailableError):
            CompactionFiles(client, "absent").put("events/1", b"")
