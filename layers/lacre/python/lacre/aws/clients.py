"""boto3 clients with this product's timeouts: an HTTP function lives ten seconds, so nothing may hang longer."""

from typing import TYPE_CHECKING

import boto3
from botocore.config import Config

if TYPE_CHECKING:
    from mypy_boto3_athena import AthenaClient
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_kms import KMSClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_secretsmanager import SecretsManagerClient
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_ssm import SSMClient

_CONNECT_S, _READ_S, _ATTEMPTS = 0.5, 1.2, 2
_PAUSE_S = 1.0
CALL_WITHIN_S = (_CONNECT_S + _READ_S) * _ATTEMPTS + _PAUSE_S
"""The longest that one call of a quick client takes: twice in a row, and a message to the outage lane after that, have
to fit into the ten seconds of an HTTP function."""

_QUICK = Config(
    connect_timeout=_CONNECT_S,
    read_timeout=_READ_S,
    retries={"mode": "standard", "total_max_attempts": _ATTEMPTS},
)
_PATIENT = Config(connect_timeout=2, read_timeout=20, retries={"mode": "standard", "total_max_attempts": 5})


def dynamodb(*, patient: bool = False) -> "DynamoDBClient":
    """`patient` is for stream and scheduled functions, whose batches are larger and whose callers do not wait.

    Whatever writes events takes a quick one: no event may appear long after its recorded_at.
    """
    return boto3.client("dynamodb", config=_PATIENT if patient else _QUICK)


def athena() -> "AthenaClient":
    return boto3.client("athena", config=_PATIENT)


def kms() -> "KMSClient":
    return boto3.client("kms", config=_QUICK)


def sqs() -> "SQSClient":
    return boto3.client("sqs", config=_QUICK)


def secrets() -> "SecretsManagerClient":
    return boto3.client("secretsmanager", config=_QUICK)


def ssm() -> "SSMClient":
    return boto3.client("ssm", config=_QUICK)


def s3(*, patient: bool = False) -> "S3Client":
    return boto3.client("s3", config=_PATIENT if patient else _QUICK)


def s3_links() -> "S3Client":
    """For presigned links; making one asks nobody.

    They are of the outdated version 2 otherwise, and name the global endpoint, which newer regions do not answer at
    (https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html).
    """
    return boto3.client("s3", config=_QUICK.merge(Config(signature_version="s3v4", s3={"addressing_style": "virtual"})))
