"""Copying the bucket (on moto) and verifying what was copied."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from lacre.aws import archive_copy
from lacre.aws.archive_copy import copy_archive
from lacre.cli.main import main
from lacre.tlog.batch import encode_batch
from lacre.tlog.checkpoint import checkpoint_name
from lacre.verifying.questions import Question
from lacre.verifying.verdict import Verdict
from tests.atomic_moto import atomic_moto
from tests.unit.verifying.archives import KEY, Sealed, receipted, sealed
from tests.unit.verifying.test_attachments import log_with
from tests.unit.verifying.verified import verify_path

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

BUCKET = "archive"


@pytest.fixture
def bucket() -> "Iterator[S3Client]":
    with atomic_moto():
        client = boto3.client("s3", region_name="us-east-1")
        client.create_bucket(Bucket=BUCKET)
        client.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
        yield client


@pytest.fixture
def archive(bucket: "S3Client") -> Sealed:
    archive = sealed(3, 5)
    upload(bucket, archive)
    return archive


def upload(bucket: "S3Client", archive: Sealed) -> None:
    for name, content in archive.objects.items():
        bucket.put_object(Bucket=BUCKET, Key=name, Body=content)


def refuse_to_wait() -> None:
    raise AssertionError("the log stood still")


def verdict(path: Path) -> Verdict:
    return verify_path(path, Question()).findings.verdict


@pytest.mark.usefixtures("archive")
def test_a_copy_verifies(bucket: "S3Client", tmp_path: Path) -> None:
    copied = copy_archive(bucket, BUCKET, tmp_path / "copy", refuse_to_wait)
    assert (copied.fetched, copied.kept, copied.settled) == (4, 0, True)
    assert verdict(tmp_path / "copy") is Verdict.VERIFIED


def test_a_copy_is_taken_up_again(bucket: "S3Client", archive: Sealed, tmp_path: Path) -> None:
    copy_archive(bucket, BUCKET, tmp_path, refuse_to_wait)
    (tmp_path / checkpoint_name(8)).write_bytes(b"cut off")
    (tmp_path / archive.batch_name(3)).unlink()
    copied = copy_archive(bucket, BUCKET, tmp_path, refuse_to_wait)
    assert (copied.fetched, copied.kept) == (2, 2)
    assert verdict(tmp_path) is Verdict.VERIFIED


def test_a_copy_that_was_not_finished_has_no_listing(bucket: "S3Client", archive: Sealed, tmp_path: Path) -> None:
    copy_archive(bucket, BUCKET, tmp_path, refuse_to_wait)
    (tmp_path / archive.batch_name(3)).unlink()
    (tmp_path / archive.batch_name(3)).mkdir()  # a write to this name fails
    with pytest.raises(OSError, match="directory"):
        copy_archive(bucket, BUCKET, tmp_path, refuse_to_wait)
    assert verdict(tmp_path) is Verdict.INCONCLUSIVE


def test_a_growing_log_is_listed_again(bucket: "S3Client", archive: Sealed, tmp_path: Path) -> None:
    last = archive.objects[checkpoint_name(8)]
    bucket.delete_object(
        Bucket=BUCKET,
        Key=checkpoint_name(8),
        VersionId=bucket.head_object(Bucket=BUCKET, Key=checkpoint_name(8))["VersionId"],
    )
    pauses: list[str] = []

    def publish() -> None:
        bucket.put_object(Bucket=BUCKET, Key=checkpoint_name(8), Body=last)
        pauses.append("published")

    copied = copy_archive(bucket, BUCKET, tmp_path, publish)
    assert (copied.settled, len(pauses)) == (True, 1)
    assert verdict(tmp_path) is Verdict.VERIFIED


def test_a_log_that_does_not_settle_is_copied_as_it_is(bucket: "S3Client", archive: Sealed, tmp_path: Path) -> None:
    orphan = encode_batch(8, archive.events[:1])
    bucket.put_object(Bucket=BUCKET, Key=orphan.name, Body=orphan.content)
    assert copy_archive(bucket, BUCKET, tmp_path, lambda: None).settled is False
    assert verdict(tmp_path) is not Verdict.VERIFIED


def test_attachments_are_copied(bucket: "S3Client", tmp_path: Path) -> None:
    upload(bucket, log_with())
    copy_archive(bucket, BUCKET, tmp_path, refuse_to_wait)
    report = verify_path(tmp_path, Question())
    assert (report.findings.verdict, report.attachments) == (Verdict.VERIFIED, 1)


def test_an_attachment_that_came_while_a_growing_log_was_listed_is_copied(
    bucket: "S3Client", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload(bucket, log_with())
    orphan = encode_batch(6, [receipted(6)])
    bucket.put_object(Bucket=BUCKET, Key=orphan.name, Body=orphan.content)
    monkeypatch.setattr(archive_copy, "_list", without_attachments(archive_copy._list))
    assert copy_archive(bucket, BUCKET, tmp_path, lambda: None).settled is False
    report = verify_path(tmp_path, Question())
    assert (report.findings.verdict, report.attachments) == (Verdict.INCONCLUSIVE, 1)


def without_attachments(listed: Any) -> Any:
    """Listings of the whole bucket in which its first names came too late to be seen."""

    def listing(client: "S3Client", bucket: str, prefix: str) -> Any:
        found = listed(client, bucket, prefix)
        return found if prefix else archive_copy._without(found, "attachments/")

    return listing


def test_a_deleted_batch_shows(bucket: "S3Client", archive: Sealed, tmp_path: Path) -> None:
    bucket.delete_object(Bucket=BUCKET, Key=archive.batch_name(3))
    copy_archive(bucket, BUCKET, tmp_path, refuse_to_wait)
    report = verify_path(tmp_path, Question())
    assert (report.findings.verdict, report.findings.first_bad_leaf) == (Verdict.TAMPERED, 3)


def test_an_overwritten_checkpoint_shows(bucket: "S3Client", archive: Sealed, tmp_path: Path) -> None:
    bucket.put_object(Bucket=BUCKET, Key=checkpoint_name(8), Body=archive.objects[checkpoint_name(8)])
    copy_archive(bucket, BUCKET, tmp_path, refuse_to_wait)
    assert verdict(tmp_path) is Verdict.TAMPERED


@pytest.mark.usefixtures("archive")
def test_names_that_are_not_the_logs_are_not_written(bucket: "S3Client", tmp_path: Path) -> None:
    for name in ("../outside", "batches/../../outside", "lock-probe"):
        bucket.put_object(Bucket=BUCKET, Key=name, Body=b"x")
    copied = copy_archive(bucket, BUCKET, tmp_path / "copy", refuse_to_wait)
    assert copied.others == 3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy"]
    assert verdict(tmp_path / "copy") is Verdict.VERIFIED


@pytest.mark.usefixtures("archive")
def test_the_command_copies(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["archive", "copy", "--bucket", BUCKET, "--to", str(tmp_path), "--region", "us-east-1"]) == 0
    assert "4 objects copied" in capsys.readouterr().out
    assert main(["verify", str(tmp_path), "--key", KEY.encode()]) == 0


def test_a_copy_whose_end_may_be_missing_is_not_called_finished(
    bucket: "S3Client", archive: Sealed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    orphan = encode_batch(8, archive.events[:1])
    bucket.put_object(Bucket=BUCKET, Key=orphan.name, Body=orphan.content)
    monkeypatch.setattr("lacre.cli.archive.time.sleep", lambda _: None)
    assert main(["archive", "copy", "--bucket", BUCKET, "--to", str(tmp_path), "--region", "us-east-1"]) == 2


@pytest.mark.usefixtures("bucket")
def test_a_bucket_that_is_not_there_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["archive", "copy", "--bucket", "absent", "--to", str(tmp_path), "--region", "us-east-1"]) == 2
    assert "the copy is not finished" in capsys.readouterr().err
