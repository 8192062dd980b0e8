"""The current checkpoint of the log bucket, with the time at which it was put there."""

from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from lacre.aws.failures import code_of, store_failures
from lacre.ports.sealing import CHECKPOINT
from lacre.ports.watching import StoredNote
from lacre.sealing.limits import public_limit

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


class StoredCheckpoint:
    """`CurrentCheckpoint` on S3."""

    def __init__(self, client: "S3Client", bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def stored(self) -> StoredNote | None:
        limit = public_limit(CHECKPOINT)
        with store_failures("log bucket"):
            try:
                answer = self._client.get_object(Bucket=self._bucket, Key=CHECKPOINT)
            except ClientError as error:
                if code_of(error) == "NoSuchKey":
                    return None
                raise
            # It can be cut off while it is read.
            note = answer["Body"].read(limit + 1)
        return StoredNote(note if len(note) <= limit else b"", int(answer["LastModified"].timestamp() * 1000))
