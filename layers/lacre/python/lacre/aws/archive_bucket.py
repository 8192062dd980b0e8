"""The locked archive: objects are written once; their retention is the bucket's own default."""

from collections.abc import Mapping, Sequence
from time import sleep
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from lacre.aws.failures import code_of, store_failures
from lacre.aws.rounds import Pause, rounds
from lacre.ports.errors import OutcomeUnknownError
from lacre.sealing.limits import archived_limit

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


class ArchiveTakenError(Exception):
    """A name of the archive holds other bytes than those that belong there: somebody else wrote to it."""


class ArchiveBucket:
    """`Archive` on S3."""

    def __init__(self, client: "S3Client", bucket: str, pause: Pause = sleep) -> None:
        self._client = client
        self._bucket = bucket
        self._pause = pause

    def put(self, name: str, content: bytes, metadata: Mapping[str, str]) -> None:
        if not self._create(name, content, metadata):
            self._expect(name, content)

    def keep_first(self, name: str, content: bytes) -> None:
        """For what is not made of its name, such as a cosignature with its time: what came first stays."""
        self._create(name, content, {})

    def get(self, name: str) -> bytes:
        limit = archived_limit(name)
        with store_failures("archive bucket"):
            content = self._client.get_object(Bucket=self._bucket, Key=name)["Body"].read(limit + 1)
        return content if len(content) <= limit else b""

    def has(self, name: str) -> bool:
        with store_failures("archive bucket"):
            try:
                self._client.head_object(Bucket=self._bucket, Key=name)
            except ClientError as error:
                # An answer to HEAD has no body, and so no name of an error but its number.
                if code_of(error) != "404":
                    raise
                return False
        return True

    def names(self, prefix: str, after: str) -> Sequence[str]:
        with store_failures("archive bucket"):
            pages = self._client.get_paginator("list_objects_v2").paginate(
                Bucket=self._bucket, Prefix=prefix, StartAfter=after
            )
            return [entry["Key"] for page in pages for entry in page.get("Contents", ())]

    def _create(self, name: str, content: bytes, metadata: Mapping[str, str]) -> bool:
        for _ in rounds(self._pause):
            is_new = self._try_to_create(name, content, metadata)
            if is_new is not None:
                return is_new
        raise OutcomeUnknownError("archive bucket: ConditionalRequestConflict")

    def _try_to_create(self, name: str, content: bytes, metadata: Mapping[str, str]) -> bool | None:
        """None while somebody else writes under the name: S3 does not say yet who was first."""
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
                if code_of(error) == "ConditionalRequestConflict":
                    return None
                if code_of(error) != "PreconditionFailed":
                    raise
                return False
        return True

    def _expect(self, name: str, content: bytes) -> None:
        if self.get(name) != content:
            raise ArchiveTakenError("a name of the archive holds other bytes than those that belong there")
