"""boto3 clients with this product's timeouts: an HTTP function lives ten seconds, so nothing may hang longer."""

from typing import TYPE_CHECKING

import boto3
from botocore.config import Config

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_kms import KMSClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_secretsmanager import SecretsManagerClient
    from mypy_boto3_sqs import SQSClient

_QUICK = Config(connect_timeout=1, read_timeout=3, retries={"mode": "standard", "total_max_attempts": 3})
_PATIENT = Config(connect_timeout=2, read_timeout=20, retries={"mode": "standard", "total_max_attempts": 5})


def dynamodb(*, patient: bool = False) -> "DynamoDBClient":
    """`patient` is for stream and scheduled functions, whose batches are larger and whose callers do not wait."""
    return boto3.client("dynamodb", config=_PATIENT if patient else _QUICK)


def kms() -> "KMSClient":
    return boto3.client("kms", config=_QUICK)


def sqs() -> "SQSClient":
    return boto3.client("sqs", config=_QUICK)


def secrets() -> "SecretsManagerClient":
    return boto3.client("secretsmanager", config=_QUICK)


def s3(*, patient: bool = False) -> "S3Client":
    return boto3.client("s3", config=_PATIENT if patient else _QUICK)
