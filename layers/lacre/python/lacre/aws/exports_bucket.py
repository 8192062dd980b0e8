"""The files of exports on S3, `<job>/<name>`; large ones are uploaded in parts, as they are written."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain
from typing import TYPE_CHECKING

from lacre.aws.failures import store_failures
from lacre.ports.errors import StoreUnavailableError
from lacre.ports.exports import ExportFile

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import CompletedPartTypeDef

PART_BYTES = 8 * 1024 * 1024
"""S3 takes 10,000 parts at most, of 5 MiB or more: 80 GiB."""

_KINDS = {
    ExportFile.DATA: ("events.csv", "text/csv; charset=utf-8"),
    ExportFile.MANIFEST: ("manifest.json", "application/json"),
    ExportFile.PDF: ("document.pdf", "application/pdf"),
}


class ExportsBucket:
    """`ExportFiles` on S3. Whoever links takes a client whose presigned links are of signature version 4."""

    def __init__(self, client: "S3Client", bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def write(self, job_id: str, file: ExportFile, chunks: Iterable[bytes]) -> None:
        name, media_type = _KINDS[file]
        parts = _parts(chunks)
        first = next(parts, b"")
        if len(first) < PART_BYTES:
            with store_failures("exports bucket"):
                self._client.put_object(Bucket=self._bucket, Key=f"{job_id}/{name}", Body=first, ContentType=media_type)
            return
        _Upload(self._client, self._bucket, f"{job_id}/{name}", media_type).run(chain([first], parts))

    def link(self, job_id: str, file: ExportFile, seconds: int) -> str:
        name, _ = _KINDS[file]
        with store_failures("exports bucket"):
            return self._client.generate_presigned_url(
                "get_object",
                Params={
                    "Bucket": self._bucket,
                    "Key": f"{job_id}/{name}",
                    "ResponseContentDisposition": f'attachment; filename="lacre-export-{job_id}-{name}"',
                    "ResponseCacheControl": "no-store",
                },
                ExpiresIn=seconds,
            )


class _Upload:
    """One upload in parts: given up, and nothing of it there, if a part cannot be made or written."""

    def __init__(self, client: "S3Client", bucket: str, key: str, media_type: str) -> None:
        self._client = client
        self._bucket, self._key = bucket, key
        with store_failures("exports bucket"):
            answer = client.create_multipart_upload(Bucket=bucket, Key=key, ContentType=media_type)
        self._upload_id = answer["UploadId"]

    def run(self, parts: Iterable[bytes]) -> None:
        try:
            self._complete([self._put(number, part) for number, part in enumerate(parts, 1)])
        except BaseException:
            # Whatever stopped it is what has to be told; the bucket forgets unfinished uploads after a day by itself.
            with suppress(StoreUnavailableError), store_failures("exports bucket"):
                self._client.abort_multipart_upload(Bucket=self._bucket, Key=self._key, UploadId=self._upload_id)
            raise

    def _put(self, number: int, part: bytes) -> "CompletedPartTypeDef":
        with store_failures("exports bucket"):
            answer = self._client.upload_part(
                Bucket=self._bucket, Key=self._key, UploadId=self._upload_id, PartNumber=number, Body=part
            )
        return {"PartNumber": number, "ETag": answer["ETag"]}

    def _complete(self, written: "list[CompletedPartTypeDef]") -> None:
        with store_failures("exports bucket"):
            self._client.complete_multipart_upload(
                Bucket=self._bucket, Key=self._key, UploadId=self._upload_id, MultipartUpload={"Parts": written}
            )


def _parts(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces of PART_BYTES or a little more, the last one shorter."""
    held = bytearray()
    for chunk in chunks:
        held += chunk
        if len(held) >= PART_BYTES:
            yield bytes(held)
            held.clear()
    if held:
        yield bytes(held)
