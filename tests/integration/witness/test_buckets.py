"""What cosigning adds to the buckets, over moto and in memory: the smaller tree never wins, the first stays."""

import threading
from collections.abc import Iterator

import boto3
import pytest

from lacre.aws.archive_bucket import ArchiveBucket
from lacre.aws.public_log_bucket import PublicLogBucket
from lacre.ports.sealing import PublicLog
from lacre.ports.witnessing import CosignedArchive
from tests.atomic_moto import atomic_moto
from tests.fakes.crash import Steps
from tests.fakes.sealing import MemoryArchive, MemoryLog

Buckets = tuple[CosignedArchive, PublicLog]


@pytest.fixture(params=["memory", "s3"])
def buckets(request: pytest.FixtureRequest) -> Iterator[Buckets]:
    if request.param == "memory":
        yield MemoryArchive(Steps()), MemoryLog(Steps())
        return
    with atomic_moto():
        client = boto3.client("s3")
        for name in ("archive", "log"):
            client.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
        yield ArchiveBucket(client, "archive"), PublicLogBucket(client, "log")


def note(size: int, signatures: int = 1) -> bytes:
    return f"lacre.example.com/test\n{size}\nroot\n\n".encode() + "— signature\n".encode() * signatures


def test_more_signatures_replace_fewer(buckets: Buckets) -> None:
    _, log = buckets
    log.replace_checkpoint(note(7), 7)
    log.cosign_checkpoint(note(7, 2), 7)
    assert log.get("checkpoint") == note(7, 2)
    log.replace_checkpoint(note(7), 7)
    assert log.get("checkpoint") == note(7, 2)


@pytest.mark.parametrize("held", [6, 8, None])
def test_signatures_of_another_size_than_the_current_are_not_published(buckets: Buckets, held: int | None) -> None:
    _, log = buckets
    if held:
        log.replace_checkpoint(note(held), held)
    log.cosign_checkpoint(note(7, 2), 7)
    assert log.get("checkpoint") == (note(held) if held else None)


def test_a_larger_checkpoint_replaces_a_cosigned_one(buckets: Buckets) -> None:
    _, log = buckets
    log.replace_checkpoint(note(7), 7)
    log.cosign_checkpoint(note(7, 3), 7)
    log.replace_checkpoint(note(8), 8)
    assert log.get("checkpoint") == note(8)


def test_growing_and_cosigning_at_once_end_in_the_largest(buckets: Buckets) -> None:
    _, log = buckets
    log.replace_checkpoint(note(1), 1)

    def run(size: int) -> None:
        log.replace_checkpoint(note(size), size)
        log.cosign_checkpoint(note(size, 2), size)

    threads = [threading.Thread(target=run, args=(size,)) for size in range(2, 12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert log.get("checkpoint") == note(11, 2)


def test_of_two_cosignatures_of_one_size_the_first_stays(buckets: Buckets) -> None:
    archive, _ = buckets
    archive.keep_first("cosigned/7", b"first")
    archive.keep_first("cosigned/7", b"second")
    assert archive.get("cosigned/7") == b"first"
    assert archive.names("cosigned/", "") == ["cosigned/7"]
