"""The witness function, freshly imported over moto, with its table and the list of logs that it knows."""

import importlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from lacre.aws import clients
from lacre.witnessing.witness import Witness
from tests.atomic_moto import atomic_moto
from tests.fakes.kms import CHECKPOINT_KEY, LocalKms
from tests.fakes.witnessing import History

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_ssm import SSMClient

LOG = History.of(40)
ENVIRONMENT = {
    "WITNESS_TABLE": "witness",
    "WITNESS_KEY_ID": CHECKPOINT_KEY,
    "WITNESS_NAME": "witness.example.com/w1",
    "LOGS_PARAMETER": "/lacre/test/witness/logs",
}


@dataclass(frozen=True)
class Function:
    handler: Any
    witness: Witness
    dynamodb: "DynamoDBClient"
    ssm: "SSMClient"

    def know(self, text: str) -> None:
        self.ssm.put_parameter(Name=ENVIRONMENT["LOGS_PARAMETER"], Value=text, Type="String", Overwrite=True)

    def by_url(self, method: str, path: str, body: str = "", *, base64: bool = False) -> dict[str, Any]:
        """As a function URL hands it over (payload 2.0)."""
        event = {
            "version": "2.0",
            "rawPath": path,
            "requestContext": {"http": {"method": method, "path": path}},
            "body": body,
            "isBase64Encoded": base64,
        }
        answer: dict[str, Any] = self.handler(event, None)
        return answer

    def by_api(self, method: str, path: str, body: str | None = None) -> dict[str, Any]:
        """As a REST API hands it over (payload 1.0)."""
        answer: dict[str, Any] = self.handler(
            {"httpMethod": method, "path": path, "body": body, "isBase64Encoded": False}, None
        )
        return answer


@pytest.fixture
def function(monkeypatch: pytest.MonkeyPatch) -> Iterator[Function]:
    with atomic_moto():
        dynamodb, ssm = boto3.client("dynamodb"), boto3.client("ssm")
        dynamodb.create_table(
            TableName="witness",
            BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        )
        for name, value in ENVIRONMENT.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(clients, "kms", LocalKms)
        monkeypatch.setattr(clients, "ssm", lambda: ssm)
        monkeypatch.delitem(sys.modules, "functions.witness.handler", raising=False)
        module = importlib.import_module("functions.witness.handler")
        made = Function(module.handler, module.witness, dynamodb, ssm)
        made.know(LOG.key.encode())
        yield made
