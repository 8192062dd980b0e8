"""The archive and the public log: the fakes and the S3 adapters keep the same promises (moto)."""

from collections.abc import Iterator

import boto3
import pytest
from moto import mock_aws

from lacre.aws.archive_bucket import ArchiveBucket, ArchiveTakenError
from lacre.aws.public_log_bucket import PublicLogBucket
from lacre.ports.sealing import Archive, PublicLog
from tests.fakes.crash import Steps
from tests.fakes.sealing import MemoryArchive, MemoryLog

Buckets = tuple[Archive, PublicLog]


@pytest.fixture(params=["memory", "s3"])
def buckets(request: pytest.FixtureRequest) -> Iterator[Buckets]:
    if request.param == "memory":
        yield MemoryArchive(Steps()), MemoryLog(Steps())
        return
    with mock_aws():
        client = boto3.client("s3")
        place = {"LocationConstraint": "eu-west-1"}
        for name in ("archive", "log"):
            client.create_bucket(Bucket=name, CreateBucketConfiguration=place)  # type: ignore[arg-type]  # a literal
        yield ArchiveBucket(client, "archive"), PublicLogBucket(client, "log")


def note(size: int) -> bytes:
    return f"lacre.example.com/test\n{size}\nroot\n\n— signature\n".encode()


def test_the_archive_keeps_what_came_first(buckets: Buckets) -> None:
    archive, _ = buckets
    archive.put("batches/1", b"one", {"first-recorded-at": "then"})
    archive.put("batches/1", b"one", {"first-recorded-at": "then"})
    assert archive.get("batches/1") == b"one"
    with pytest.raises((ArchiveTakenError, AssertionError)):
        archive.put("batches/1", b"two", {})
    assert archive.get("batches/1") == b"one"


def test_the_log_tells_what_is_not_there(buckets: Buckets) -> None:
    _, log = buckets
    assert log.get("tile/0/000.p/1") is None
    log.put("tile/0/000.p/1", b"\x00" * 32)
    log.put("tile/0/000.p/1", b"\x00" * 32)
    assert log.get("tile/0/000.p/1") == b"\x00" * 32


@pytest.mark.parametrize("order", [(3, 7, 9), (9, 7, 3), (7, 9, 3), (7, 3, 9)])
def test_the_checkpoint_never_goes_back(buckets: Buckets, order: tuple[int, ...]) -> None:
    _, log = buckets
    for size in order:
        log.replace_checkpoint(note(size), size)
    assert log.get("checkpoint") == note(9)
