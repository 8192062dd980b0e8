"""What lies in quarantine, counted: the objects below `quarantine/` of the failures bucket."""

from typing import TYPE_CHECKING

from lacre.aws.failures import store_failures
from lacre.ports.summaries import Quarantined

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

PREFIX = "quarantine/"
MOST_PAGES = 10
"""Of a thousand objects each: how many more there are changes nothing about what is to be done."""


class QuarantineCount:
    """`QuarantinedObjects` on S3."""

    def __init__(self, client: "S3Client", bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def look(self, now: int) -> Quarantined:
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=PREFIX)
        moments: list[int] = []
        with store_failures("failures bucket"):
            for number, page in enumerate(pages, 1):
                moments += [int(one["LastModified"].timestamp() * 1000) for one in page.get("Contents", ())]
                if number == MOST_PAGES or not page["IsTruncated"]:
                    return Quarantined(now, len(moments), max(moments, default=None), not page["IsTruncated"])
        return Quarantined(now, 0, None, True)
