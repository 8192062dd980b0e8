"""Compaction over moto: from the archive and the index there to files that hold each event once."""

import gzip
import json
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from lacre.aws.archive_bucket import ArchiveBucket
from lacre.aws.compaction_files import CompactionFiles
from lacre.aws.compaction_mark import CompactionMark
from lacre.aws.log_table import LogTable
from lacre.compacting.compactor import Compactor
from lacre.ports.errors import StoreUnavailableError
from tests.atomic_moto import atomic_moto
from tests.fakes.ambient import ManualClock
from tests.fakes.drafts import events
from tests.fakes.sealing import MemorySealing
from tests.tables import create

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

SOME = events(250)


def upload(sealing: MemorySealing, log: LogTable, archive: ArchiveBucket) -> None:
    """What was sealed in memory, into the stores on moto."""
    for name, content in sealing.archive.objects.items():
        archive.put(name, content, {})
    log.write(list(sealing.leaves.rows.values()))
    assert log.advance(log.read(), sealing.heads.head)


def rows_in(s3: "S3Client") -> list[dict[str, Any]]:
    names = [entry["Key"] for entry in s3.list_objects_v2(Bucket="log", Prefix="events/")["Contents"]]
    contents = [gzip.decompress(s3.get_object(Bucket="log", Key=name)["Body"].read()) for name in names]
    return [json.loads(line) for content in contents for line in content.splitlines()]


def test_what_is_sealed_is_in_files_once_though_a_run_failed() -> None:
    sealing = MemorySealing()
    with atomic_moto():
        database, s3 = boto3.client("dynamodb"), boto3.client("s3")
        place = {"LocationConstraint": "eu-west-1"}
        for name in ("archive", "log"):
            s3.create_bucket(Bucket=name, CreateBucketConfiguration=place)  # type: ignore[arg-type]  # a literal
        log, archive = LogTable(database, create(database, "log")), ArchiveBucket(s3, "archive")
        marks = CompactionMark(database, create(database, "counters"))

        def compactor(bucket: str) -> Compactor:
            return Compactor(log, log, archive, marks, CompactionFiles(s3, bucket), ManualClock(), 120)

        for start in range(0, 200, 50):
            sealing.sealer().seal(SOME[start : start + 50])
        upload(sealing, log, archive)
        with pytest.raises(StoreUnavailableError):
            compactor("absent").run()
        sealing.sealer().seal(SOME[200:])
        upload(sealing, log, archive)
        assert compactor("log").run() == 250
        assert compactor("log").run() == 0
        rows = rows_in(s3)
        assert sorted(row["leaf"] for row in rows) == list(range(250))
        assert {row["id"] for row in rows} == {one.event.header.id for one in SOME}
