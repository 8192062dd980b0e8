"""The current checkpoint with its time: the fake and S3 keep the same promises."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import boto3
import pytest

from lacre.aws.stored_checkpoint import StoredCheckpoint
from lacre.ports.errors import StoreUnavailableError
from lacre.ports.watching import CurrentCheckpoint, StoredNote
from lacre.sealing.limits import public_limit
from tests.atomic_moto import atomic_moto
from tests.fakes.crash import Steps
from tests.fakes.sealing import MemoryLog
from tests.fakes.watching import MemoryCurrent

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


@pytest.fixture
def s3() -> "Iterator[S3Client]":
    with atomic_moto():
        client = boto3.client("s3", region_name="us-east-1")
        client.create_bucket(Bucket="log")
        yield client


@pytest.mark.parametrize("kind", ["memory", "s3"])
@pytest.mark.parametrize("note", [None, b"note\n", b"x" * public_limit("checkpoint"), b"x" * 999_999])
def test_a_checkpoint_is_read_as_it_stands(s3: "S3Client", kind: str, note: bytes | None) -> None:
    log = MemoryLog(Steps())
    if note is not None:
        log.objects["checkpoint"] = note
        s3.put_object(Bucket="log", Key="checkpoint", Body=note)
    put_at = 1_795_000_000_000
    if note is not None and kind == "s3":
        put_at = int(s3.head_object(Bucket="log", Key="checkpoint")["LastModified"].timestamp() * 1000)
    current: CurrentCheckpoint = MemoryCurrent(log, put_at) if kind == "memory" else StoredCheckpoint(s3, "log")
    found = current.stored()
    if note is None:
        assert found is None
    else:
        assert isinstance(found, StoredNote)
        assert found.note == (note if len(note) <= public_limit("checkpoint") else b"")
        assert found.stored_at == put_at


def test_what_cannot_be_read_is_unavailable(s3: "S3Client") -> None:
    away = MemoryCurrent(MemoryLog(Steps()), 1)
    away.is_away = True
    for current in (away, StoredCheckpoint(s3, "absent")):
        with pytest.raises(StoreUnavailableError):
            current.stored()
