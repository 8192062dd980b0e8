"""The archive and the public log: the fakes and the S3 adapters keep the same promises (moto)."""

from collections.abc import Iterator

import boto3
import pytest

from lacre.aws.archive_bucket import ArchiveBucket, ArchiveTakenError
from lacre.aws.public_log_bucket import PublicLogBucket
from lacre.ports.sealing import Archive, PublicLog
from lacre.tlog.attachment import MAXIMUM_BYTES, Attachment
from tests.atomic_moto import atomic_moto
from tests.fakes.crash import Steps
from tests.fakes.sealing import MemoryArchive, MemoryLog

Buckets = tuple[Archive, PublicLog]


@pytest.fixture(params=["memory", "s3"])
def buckets(request: pytest.FixtureRequest) -> Iterator[Buckets]:
    if request.param == "memory":
        yield MemoryArchive(Steps()), MemoryLog(Steps())
        return
    with atomic_moto():
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


def test_the_same_attachment_again_is_the_same_object(buckets: Buckets) -> None:
    archive, _ = buckets
    assert isinstance(archive, MemoryArchive | ArchiveBucket)
    attachment = Attachment.of(b'["as large as it may be"]'.ljust(MAXIMUM_BYTES))
    for _ in range(2):
        archive.keep_first(attachment.name, attachment.content)
    assert archive.names("attachments/", "") == [attachment.name]
    assert archive.get(attachment.name) == attachment.content


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


def test_a_name_is_taken_by_whatever_stands_there(buckets: Buckets) -> None:
    archive, _ = buckets
    assert not archive.has("checkpoints/1")
    archive.put("checkpoints/1", b"", {})
    assert archive.has("checkpoints/1")
    assert not archive.has("checkpoints/")


@pytest.mark.parametrize(("name", "limit"), [("checkpoints/1", 64 * 1024), ("batches/1", 64 * 1024 * 1024)])
def test_what_is_longer_than_its_kind_can_be_is_not_read_from_the_archive(
    buckets: Buckets, name: str, limit: int
) -> None:
    archive, _ = buckets
    archive.put(name, bytes(limit), {})
    archive.put(name + "-longer", bytes(limit + 1), {})
    assert archive.get(name) == bytes(limit)
    assert archive.get(name + "-longer") == b""


LIMITS = {
    "checkpoint": 64 * 1024,
    "keys.json": 1024 * 1024,
    "tile/0/000": 256 * 32,
    "tile/1/x001/000.p/7": 256 * 32,
    "tile/entries/000": 256 * (2 + 4096),
}


@pytest.mark.parametrize("path", LIMITS)
def test_what_is_as_long_as_its_kind_can_be_is_read_from_the_log(buckets: Buckets, path: str) -> None:
    _, log = buckets
    log.put(path, bytes(LIMITS[path]))
    assert log.get(path) == bytes(LIMITS[path])


@pytest.mark.parametrize("path", LIMITS)
def test_what_is_longer_than_its_kind_can_be_is_not_there_in_the_log(buckets: Buckets, path: str) -> None:
    _, log = buckets
    log.put(path, bytes(LIMITS[path] + 1))
    assert log.get(path) is None


def test_a_checkpoint_that_is_too_long_to_be_one_is_replaced_and_not_cosigned(buckets: Buckets) -> None:
    _, log = buckets
    log.put("checkpoint", note(9) + b"\n" * 64 * 1024)
    log.cosign_checkpoint(note(9), 9)
    assert log.get("checkpoint") is None
    log.replace_checkpoint(note(7), 7)
    assert log.get("checkpoint") == note(7)
