"""The log bucket: tiles, entry bundles and the current checkpoint, under the paths of C2SP tlog-tiles."""

from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from lacre.aws.failures import code_of, store_failures
from lacre.ports.sealing import CHECKPOINT
from lacre.sealing.limits import public_limit
from lacre.tlog.checkpoint import stated_size

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


class PublicLogBucket:
    """`PublicLog` on S3. All but the checkpoint is deterministic, so that writing it again changes nothing."""

    def __init__(self, client: "S3Client", bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def get(self, path: str) -> bytes | None:
        found = self._read(path)
        return found[0] if found else None

    def put(self, path: str, content: bytes) -> None:
        with store_failures("log bucket"):
            self._client.put_object(Bucket=self._bucket, Key=path, Body=content)

    def replace_checkpoint(self, note: bytes, size: int) -> None:
        """If-Match on what was read: of two writers the one with the smaller tree loses, or comes first.

        What states no size is overwritten: it is no checkpoint.
        """
        while True:
            held = self._read(CHECKPOINT)
            stated = _size_in(held)
            if stated is not None and stated >= size:
                return
            if self._write_checkpoint(note, held[1] if held else None):
                return

    def cosign_checkpoint(self, note: bytes, size: int) -> None:
        """If-Match on what was read: once a larger checkpoint is there, this one has nothing to add."""
        while True:
            held = self._read(CHECKPOINT)
            if held is None or _size_in(held) != size or self._write_checkpoint(note, held[1]):
                return

    def _write_checkpoint(self, note: bytes, etag: str | None) -> bool:
        with store_failures("log bucket"):
            try:
                if etag is None:
                    self._client.put_object(Bucket=self._bucket, Key=CHECKPOINT, Body=note, IfNoneMatch="*")
                else:
                    self._client.put_object(Bucket=self._bucket, Key=CHECKPOINT, Body=note, IfMatch=etag)
            except ClientError as error:
                if code_of(error) in ("PreconditionFailed", "ConditionalRequestConflict"):
                    return False
                raise
        return True

    def _read(self, path: str) -> tuple[bytes | None, str] | None:
        """Content and ETag; no content if it is longer than it can be."""
        limit = public_limit(path)
        with store_failures("log bucket"):
            try:
                answer = self._client.get_object(Bucket=self._bucket, Key=path)
            except self._client.exceptions.NoSuchKey:
                return None
            content = answer["Body"].read(limit + 1)
        return content if len(content) <= limit else None, answer["ETag"]


def _size_in(held: tuple[bytes | None, str] | None) -> int | None:
    return stated_size(held[0]) if held and held[0] is not None else None
