"""moto with the product's tables and buckets."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import boto3
import pytest

from lacre.aws import clients
from tests.atomic_moto import atomic_moto
from tests.furnished import furnish
from tests.tables import TABLES, create

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client


@dataclass(frozen=True)
class Aws:
    """moto's clients; tables have the names of tests.tables, buckets are `archive`, `log`, `failures` and `exports`."""

    dynamodb: "DynamoDBClient"
    s3: "S3Client"


@pytest.fixture
def aws() -> Iterator[Aws]:
    with atomic_moto():
        furnish(_tables_and_buckets)
        # The product's own client: it gives up as soon as a function has to.
        yield Aws(clients.dynamodb(), boto3.client("s3"))


def _tables_and_buckets() -> None:
    dynamodb, s3 = boto3.client("dynamodb"), boto3.client("s3")
    for name in TABLES:
        create(dynamodb, name)
    for bucket in ("archive", "log", "failures", "exports"):
        s3.create_bucket(
            Bucket=bucket,
            CreateBucketConfiguration={"LocationConstraint": "eu-west-1"},
            ObjectLockEnabledForBucket=bucket == "archive",
        )
    s3.put_object_lock_configuration(
        Bucket="archive",
        ObjectLockConfiguration={
            "ObjectLockEnabled": "Enabled",
            "Rule": {"DefaultRetention": {"Mode": "COMPLIANCE", "Days": 1}},
        },
    )
