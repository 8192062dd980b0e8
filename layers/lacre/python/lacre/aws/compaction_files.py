"""The files of compaction in the log bucket."""

from typing import TYPE_CHECKING

from lacre.aws.failures import store_failures

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


class CompactionFiles:
    """`EventFiles` on S3."""

    def __init__(self, client: "S3Client", bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def put(self, path: str, content: bytes) -> None:
        with store_failures("log bucket"):
            # No Content-Encoding: Athena tells gzip by the name, and a browser is to save the file as it is.
            self._client.put_object(Bucket=self._bucket, Key=path, Body=content, ContentType="application/gzip")
