"""Clients of the local AWS with its root credentials, deaf to whatever AWS settings this machine has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_kms import KMSClient
    from mypy_boto3_logs import CloudWatchLogsClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_secretsmanager import SecretsManagerClient
    from mypy_boto3_ssm import SSMClient

ACCOUNT = "000000000000"
REGION = "us-east-1"
# ministack's own defaults for its root; it listens on this machine only.
ROOT_KEY = "test"
ROOT_SECRET = ROOT_KEY

_CONFIG = Config(proxies={}, connect_timeout=5, read_timeout=30, retries={"total_max_attempts": 3})


@dataclass(frozen=True, slots=True)
class LocalAws:
    """The local AWS at an endpoint, as its root."""

    endpoint: str

    def environment(self) -> dict[str, str]:
        """Variables that lead a tool to this AWS and to no other."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_ACCESS_KEY_ID": ROOT_KEY,
            "AWS_SECRET_ACCESS_KEY": ROOT_SECRET,
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_EC2_METADATA_DISABLED": "true",
            "NO_PROXY": "127.0.0.1",
        }

    def dynamodb(self) -> DynamoDBClient:
        """A client of DynamoDB."""
        return self._session().client("dynamodb", endpoint_url=self.endpoint, config=_CONFIG)

    def s3(self) -> S3Client:
        """A client of S3."""
        return self._session().client("s3", endpoint_url=self.endpoint, config=_CONFIG)

    def kms(self) -> KMSClient:
        """A client of KMS."""
        return self._session().client("kms", endpoint_url=self.endpoint, config=_CONFIG)

    def secrets(self) -> SecretsManagerClient:
        """A client of Secrets Manager."""
        return self._session().client("secretsmanager", endpoint_url=self.endpoint, config=_CONFIG)

    def ssm(self) -> SSMClient:
        """A client of Systems Manager's parameters."""
        return self._session().client("ssm", endpoint_url=self.endpoint, config=_CONFIG)

    def logs(self) -> CloudWatchLogsClient:
        """A client of CloudWatch Logs."""
        return self._session().client("logs", endpoint_url=self.endpoint, config=_CONFIG)

    def _session(self) -> boto3.Session:
        return boto3.Session(aws_access_key_id=ROOT_KEY, aws_secret_access_key=ROOT_SECRET, region_name=REGION)
