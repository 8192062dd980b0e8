"""One promise, two keepers: files of exports in memory and on S3, and the queue that brings the jobs."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, NoReturn
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest
from botocore.exceptions import EndpointConnectionError

from lacre.aws import clients, exports_bucket
from lacre.aws.exports_bucket import ExportsBucket
from lacre.aws.exports_queue import DEEP_SEARCH, EXPORT, ExportsQueue, QueuedJob, UnreadableMessageError, job_of
from lacre.ports.errors import StoreUnavailableError
from lacre.ports.exports import ExportFile, ExportFiles
from tests.atomic_moto import atomic_moto
from tests.fakes.exports import MemoryExportFiles, MemoryExportQueue
from tests.fakes.found import uuid

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

JOB = uuid(1)
NAMES = {ExportFile.DATA: "events.csv", ExportFile.MANIFEST: "manifest.json", ExportFile.PDF: "document.pdf"}
S3_LEAST = 5 * 1024 * 1024
"""What S3 takes as a part that is not the last."""


@pytest.fixture
def s3() -> "Iterator[S3Client]":
    with atomic_moto():
        client = boto3.client("s3")
        client.create_bucket(Bucket="exports", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
        yield client


class Keeper:
    def __init__(self, files: ExportFiles, s3: "S3Client | None") -> None:
        self.files = files
        self._s3 = s3

    def found(self, file: ExportFile) -> bytes | None:
        if isinstance(self.files, MemoryExportFiles):
            return self.files.objects.get((JOB, file))
        assert self._s3 is not None
        listed = self._s3.list_objects_v2(Bucket="exports").get("Contents", [])
        name = f"{JOB}/{NAMES[file]}"
        if name not in {one["Key"] for one in listed}:
            return None
        return self._s3.get_object(Bucket="exports", Key=name)["Body"].read()


@pytest.fixture(params=["memory", "s3"])
def keeper(request: pytest.FixtureRequest, s3: "S3Client", monkeypatch: pytest.MonkeyPatch) -> Keeper:
    monkeypatch.setattr(exports_bucket, "PART_BYTES", S3_LEAST)
    if request.param == "memory":
        return Keeper(MemoryExportFiles(), None)
    return Keeper(ExportsBucket(s3, "exports"), s3)


@pytest.mark.parametrize("length", [0, 1, S3_LEAST - 1, S3_LEAST, S3_LEAST + 1, 2 * S3_LEAST, 2 * S3_LEAST + 7])
def test_a_file_is_what_was_written_whole(keeper: Keeper, length: int) -> None:
    content = (b"%07d" % length * (length // 7 + 1))[:length]
    pieces = (content[at : at + 1_000_003] for at in range(0, length, 1_000_003))
    keeper.files.write(JOB, ExportFile.DATA, pieces)
    assert keeper.found(ExportFile.DATA) == content
    assert keeper.found(ExportFile.MANIFEST) is None
    keeper.files.write(JOB, ExportFile.DATA, [b"again"])
    assert keeper.found(ExportFile.DATA) == b"again"


@pytest.mark.parametrize("before", [1, S3_LEAST, 2 * S3_LEAST])
def test_of_what_breaks_off_nothing_is_there(keeper: Keeper, s3: "S3Client", before: int) -> None:
    def breaking() -> Iterator[bytes]:
        yield bytes(before)
        raise ValueError("the log is damaged")

    with pytest.raises(ValueError, match="damaged"):
        keeper.files.write(JOB, ExportFile.DATA, breaking())
    assert keeper.found(ExportFile.DATA) is None
    assert "Uploads" not in s3.list_multipart_uploads(Bucket="exports")


def test_what_broke_it_off_is_told_and_not_that_giving_up_failed(s3: "S3Client") -> None:
    def breaking() -> Iterator[bytes]:
        yield bytes(exports_bucket.PART_BYTES)
        s3.abort_multipart_upload = refuse  # type: ignore[method-assign]  # away from now on
        raise ValueError("the log is damaged")

    def refuse(**_: object) -> NoReturn:
        raise EndpointConnectionError(endpoint_url="https://s3.example.com")

    with pytest.raises(ValueError, match="damaged"):
        ExportsBucket(s3, "exports").write(JOB, ExportFile.DATA, breaking())


def test_without_the_bucket_the_store_is_unavailable(s3: "S3Client") -> None:
    for content in (b"x", bytes(exports_bucket.PART_BYTES)):
        with pytest.raises(StoreUnavailableError):
            ExportsBucket(s3, "absent").write(JOB, ExportFile.DATA, [content])


@pytest.mark.parametrize("file", ExportFile)
def test_a_link_names_one_file_for_so_long_and_is_of_version_4(s3: "S3Client", file: ExportFile) -> None:
    address = urlsplit(ExportsBucket(clients.s3_links(), "exports").link(JOB, file, 600))
    query = parse_qs(address.query)
    assert (address.scheme, address.netloc) == ("https", f"exports.s3.{s3.meta.region_name}.amazonaws.com")
    assert address.path.endswith(f"/{JOB}/{NAMES[file]}")
    assert (query["X-Amz-Expires"], query["X-Amz-Algorithm"]) == (["600"], ["AWS4-HMAC-SHA256"])
    assert query["response-content-disposition"] == [f'attachment; filename="lacre-export-{JOB}-{NAMES[file]}"']
    assert MemoryExportFiles().link(JOB, file, 600) != MemoryExportFiles().link(uuid(2), file, 600)


@pytest.mark.parametrize("kind", [EXPORT, DEEP_SEARCH])
def test_a_message_names_its_job(kind: str) -> None:
    with atomic_moto():
        sqs = boto3.client("sqs")
        url = sqs.create_queue(QueueName="exports")["QueueUrl"]
        ExportsQueue(sqs, url, kind).put(JOB)
        [message] = sqs.receive_message(QueueUrl=url)["Messages"]
        assert job_of(message["Body"]) == QueuedJob(kind, JOB)
        with pytest.raises(StoreUnavailableError):
            ExportsQueue(sqs, f"{url}-absent").put(JOB)
    memory = MemoryExportQueue()
    memory.put(JOB)
    assert memory.job_ids == [JOB]
    memory.is_away = True
    with pytest.raises(StoreUnavailableError):
        memory.put(JOB)


@pytest.mark.parametrize(
    "body",
    [
        *("", "x", "[]", "{}", "7", '{"job_id":7}', '{"job_id":"../x"}', "[" * 100_000),
        *(json.dumps({"job": JOB}), json.dumps({EXPORT: JOB, DEEP_SEARCH: JOB})),
    ],
)
def test_another_message_is_unreadable(body: str) -> None:
    with pytest.raises(UnreadableMessageError):
        job_of(body)
