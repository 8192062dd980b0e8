"""The locked archive: objects are written once; their retention is the bucket's own default."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from lacre.aws.failures import code_of, store_failures

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


class ArchiveTakenError(Exception):
    """A name of the archive holds other bytes than those that belong there: somebody else wrote to it."""


class ArchiveBucket:
    """`Archive` on S3."""

    def __init__(self, client: "S3Client", bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def put(self, name: str, content: bytes, metadata: Mapping[str, str]) -> None:
        if not self._create(name, content, metadata):
            self._expect(name, content)

    def keep_first(self, name: str, content: bytes) -> None:
        """For what is not made of its name, such as a cosignature with its time: what came first stays."""
        self._create(name, content, {})

    def get(self, name: str) -> bytes:
        with store_failures("archive bucket"):
            return self._client.get_object(Bucket=self._bucket, Key=name)["Body"].read()

    def names(self, prefix: str, after: str) -> Sequence[str]:
        with store_failures("archive bucket"):
            pages = self._client.get_paginator("list_objects_v2").paginate(
                Bucket=self._bucket, Prefix=prefix, StartAfter=after
            )
            return [entry["Key"] for page in pages for entry in page.get("Contents", ())]

    def _create(self, name: str, content: bytes, metadata: Mapping[str, str]) -> bool:
        with store_failures("archive bucket"):
            try:
                self._client.put_object(
                    Bucket=self._bucket,
                    Key=name,
                    Body=content,
                    Metadata=dict(metadata),
                    IfNoneMatch="*",
                    # Object Lock demands an integrity check of each upload.
                    ChecksumAlgorithm="SHA256",
                )
            except ClientError as error:
                if code_of(error) != "PreconditionFailed":
                    raise
                return False
        return True

    def _expect(self, name: str, content: bytes) -> None:
        if self.get(name) != content:
            raise ArchiveTakenError("a name of the archive holds other bytes than those that belong there")
