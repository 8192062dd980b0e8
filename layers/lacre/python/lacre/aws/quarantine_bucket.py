"""Quarantine in the failures bucket: `quarantine/<function>/<name>.json`, a JSON object of `reason` and `record`."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from lacre.aws.failures import store_failures

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


class QuarantineBucket:
    """`Quarantine` on S3."""

    def __init__(self, client: "S3Client", bucket: str, function: str) -> None:
        self._client = client
        self._bucket = bucket
        self._prefix = f"quarantine/{function}/"

    def put(self, name: str, record: Mapping[str, Any], reason: str) -> None:
        # What is here is odd by definition: a value that JSON does not know must not make it odder.
        content = json.dumps({"reason": reason, "record": record}, sort_keys=True, default=str).encode()
        with store_failures("failures bucket"):
            self._client.put_object(
                Bucket=self._bucket,
                Key=f"{self._prefix}{name}.json",
                Body=content,
                ContentType="application/json",
            )
