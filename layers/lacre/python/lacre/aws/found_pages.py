"""What deep searches found, in the bucket of exports: `<search>/found-<page>.ndjson`, a canonical header a line."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lacre.aws.failures import store_failures
from lacre.model.header import Header

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


class FoundPagesBucket:
    """`FoundPages` on S3."""

    def __init__(self, client: "S3Client", bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def write(self, search_id: str, page: int, headers: Sequence[Header]) -> None:
        content = b"".join(header.encode() + b"\n" for header in headers)
        with store_failures("exports bucket"):
            self._client.put_object(
                Bucket=self._bucket, Key=_name(search_id, page), Body=content, ContentType="application/x-ndjson"
            )

    def read(self, search_id: str, page: int) -> Sequence[Header]:
        with store_failures("exports bucket"):
            content = self._client.get_object(Bucket=self._bucket, Key=_name(search_id, page))["Body"].read()
        return [Header.decode(line) for line in content.splitlines()]


def _name(search_id: str, page: int) -> str:
    return f"{search_id}/found-{page:03d}.ndjson"
