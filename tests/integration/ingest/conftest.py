"""The ingest function through its own handler, over moto, with two producers who have keys."""

import importlib
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from identity.aws.users_table import UsersTable
from identity.model.credential import PRODUCER_KEY, Credential
from identity.model.role import Role
from identity.model.user import User
from lacre.aws import clients
from lacre.aws.transaction import TableWrite
from lacre.model.api_key import digest_of, new_key
from lacre.model.header import Header
from tests.atomic_moto import atomic_moto
from tests.fakes.kms import RECEIPT_KEY, LocalKms
from tests.integration.http.gateway import Answer, Handler, call, payload
from tests.tables import create

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

TABLES = ("events", "users", "blocks", "counters", "answers")
FIRST, SECOND = "01a1ee56-5e00-75b1-a522-000000000001", "01a1ee56-5e00-75b1-a522-000000000002"


@dataclass(frozen=True)
class Stage:
    dynamodb: "DynamoDBClient"
    handler: Handler

    def producer(self, user_id: str) -> str:
        """Make a producer, and return its key."""
        key = new_key(PRODUCER_KEY, user_id, user_id[:32].encode())
        user = User(user_id, f"backend{user_id[-1]}", "Loans back end", Role.PRODUCER, None, None, 1)
        writes = UsersTable(self.dynamodb, "users").creating(user, Credential(user_id, key_digest=digest_of(key)))
        items = [write.item for write in writes if isinstance(write, TableWrite)]
        self.dynamodb.transact_write_items(TransactItems=items)
        return key

    def send(self, key: str, *items: object, **headers: str) -> Answer:
        """The golden batch, or one of other items."""
        event = payload("ingest_batch", token=key, body={"events": items} if items else ...)
        for name, value in headers.items():
            event["headers"][name], event["multiValueHeaders"][name] = value, [value]
        return call(self.handler, event)

    def rows(self, table: str) -> list[dict[str, Any]]:
        return [*self.dynamodb.scan(TableName=table, ConsistentRead=True)["Items"]]

    @property
    def events(self) -> list[tuple[Header, dict[str, Any]]]:
        """Headers and bodies in the order in which they were recorded."""
        rows = [
            (Header.decode(row["header"]["S"].encode()), json.loads(row["body"]["S"])) for row in self.rows("events")
        ]
        return sorted(rows, key=lambda one: (one[0].recorded_at, one[0].id))

    @property
    def claimed(self) -> list[Header]:
        return [header for header, _ in self.events if header.source == "PRODUCER"]


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    with atomic_moto():
        dynamodb = boto3.client("dynamodb")
        for table in TABLES:
            create(dynamodb, table)
            monkeypatch.setenv(f"{table.upper()}_TABLE", table)
        place = {"LocationConstraint": "eu-west-1"}
        boto3.client("s3").create_bucket(Bucket="archive", CreateBucketConfiguration=place)  # type: ignore[arg-type]  # a literal
        monkeypatch.setenv("ARCHIVE_BUCKET", "archive")
        monkeypatch.setenv("RECEIPT_KEY_ID", RECEIPT_KEY)
        monkeypatch.setenv("OUTAGE_QUEUE_URL", boto3.client("sqs").create_queue(QueueName="outage")["QueueUrl"])
        monkeypatch.setattr(clients, "kms", LocalKms)
        monkeypatch.delitem(sys.modules, "functions.ingest.handler", raising=False)
        yield Stage(dynamodb, importlib.import_module("functions.ingest.handler").handler)
