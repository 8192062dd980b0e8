"""Every HTTP function's own handler over moto, on one clock; the tables can be put back to what they were."""

import asyncio
import importlib
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models import dynamodb_backends

from identity.aws.argon2_pins import Argon2Pins
from lacre.aws import clients, reconciliation_feeder
from lacre.aws.ambient import SystemClock
from tests.api.kept import Kept, noting_updates
from tests.api.operations import FUNCTIONS
from tests.api.targets import SECRET
from tests.atomic_moto import atomic_moto
from tests.fakes.kms import RECEIPT_KEY, TOKEN_KEY, LocalKms
from tests.fakes.movable_clock import MovableClock
from tests.integration.http.gateway import Handler
from tests.tables import TABLES, definition

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient

ISSUER, AUDIENCE = "https://lacre.example.com", "lacre"
LOG_ORIGIN = "lacre.example.com/test"
ENVIRONMENT = {
    **{f"{name.upper()}_TABLE": name for name in TABLES},
    **{f"{name.upper()}_BUCKET": name for name in ("log", "archive", "failures", "exports")},
    "RECEIPT_KEY_ID": RECEIPT_KEY,
    "TOKEN_KEY_ID": TOKEN_KEY,
    "BOOTSTRAP_SECRET_ID": "bootstrap",
    "JWT_ISSUER": ISSUER,
    "JWT_AUDIENCE": AUDIENCE,
    "JWT_ALGORITHM": "ES256",
    "JWT_SESSIONS": "own",
    "ARCHIVE_FUNCTION": "arn:aws:lambda:eu-west-1:123456789012:function:archive:feed",
    "TIMESTAMP_AUTHORITY_URL": "none",
    "TRADING_ZONE": "Africa/Maputo",
}


class ReturningClock(MovableClock):
    """It goes back to where it would be, had nobody moved it on."""

    def back(self) -> None:
        self._ahead = 0


@dataclass
class Cloud:
    dynamodb: "DynamoDBClient"
    s3: "S3Client"
    sqs: "SQSClient"
    queue: str
    clock: ReturningClock
    handlers: Mapping[str, Handler]
    sweep: Handler
    fraud: Handler
    updated: set[str]
    """The tables of which an item was changed in place since they were put back: moto puts all others anew."""
    _kept: dict[str, Kept] = field(default_factory=dict)

    def keep(self) -> None:
        """Remember the tables as they are now."""
        self.updated.clear()
        self._kept = {name: Kept(table) for name, table in _tables().items()}

    def restore(self) -> None:
        """Put them back, those that were deleted too, and the clock."""
        tables = _tables()
        for name, kept in self._kept.items():
            tables[name] = kept.put_back(is_updated=name in self.updated)
        self.updated.clear()
        self.clock.back()

    def empty(self, *names: str) -> None:
        """Until they are put back."""
        for name in names:
            _tables()[name].items = defaultdict(dict)

    @contextmanager
    def without(self, table: str) -> Iterator[None]:
        """While this table is away."""
        tables = _tables()
        away = tables.pop(table)
        try:
            yield
        finally:
            tables[table] = away

    def stream(self) -> None:
        """Deliver all events that are there to the detector, as the stream does."""
        records = [
            {"eventName": "INSERT", "dynamodb": {"SequenceNumber": str(n), "Keys": {"id": row["id"]}, "NewImage": row}}
            for n, row in enumerate(self.rows("events"))
        ]
        self.fraud({"Records": records}, None)

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Of a table with a partition key alone: as a scan would give them, at a tenth of the time."""
        return [item.to_json()["Attributes"] for item in list(_tables()[table].items.values())]


def _tables() -> dict[str, Any]:
    tables: dict[str, Any] = dynamodb_backends[DEFAULT_ACCOUNT_ID]["eu-west-1"].tables
    return tables


@contextmanager
def own_loop() -> Iterator[None]:
    """A loop for this thread: Mangum takes the thread's own."""
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    try:
        yield
    finally:
        asyncio.set_event_loop(None)
        loop.close()


@contextmanager
def cloud_with(jwks_url: str) -> Iterator[Cloud]:
    """Tables without anybody in them, and the handlers freshly imported."""
    updated: set[str] = set()
    with atomic_moto(), noting_updates(updated), own_loop(), pytest.MonkeyPatch.context() as patch:
        dynamodb, s3, sqs = boto3.client("dynamodb"), boto3.client("s3"), boto3.client("sqs")
        for name, shape in TABLES.items():
            # Nothing here reads the stream, and moto would copy it whole with each transaction.
            told = {key: value for key, value in definition(shape).items() if key != "StreamSpecification"}
            dynamodb.create_table(TableName=name, BillingMode="PAY_PER_REQUEST", **told)
        for bucket in ("log", "archive", "failures", "exports"):
            s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
        boto3.client("secretsmanager").create_secret(Name="bootstrap", SecretString=SECRET)
        queue, exports = (sqs.create_queue(QueueName=name)["QueueUrl"] for name in ("outage", "exports"))
        for name, value in {
            **ENVIRONMENT,
            "JWKS_URL": jwks_url,
            "OUTAGE_QUEUE_URL": queue,
            "EXPORTS_QUEUE_URL": exports,
        }.items():
            patch.setenv(name, value)
        clock = ReturningClock()
        patch.setattr(clients, "kms", LocalKms)
        patch.setattr(SystemClock, "now", lambda _: clock.now())
        patch.setattr(reconciliation_feeder, "invoking", lambda: None)
        # The same hashes, made cheaply: what they cost is tested where they are made.
        patch.setattr(Argon2Pins.__init__, "__defaults__", (8, 1))
        handlers = {name: load(name) for name in FUNCTIONS}
        yield Cloud(dynamodb, s3, sqs, queue, clock, handlers, load("sweep"), load("fraud"), updated)


def load(function: str) -> Handler:
    """Freshly imported, in the environment as it is."""
    name = f"functions.{function}.handler"
    sys.modules.pop(name, None)
    try:
        handler: Handler = importlib.import_module(name).handler
    finally:
        # Whoever comes next imports it anew, in an environment of their own.
        sys.modules.pop(name, None)
    return handler
