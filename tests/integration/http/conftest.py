"""Functions through their own handlers, over moto, with local keys and an issuer that publishes them."""

import importlib
import json
import sys
import threading
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from identity.aws.argon2_pins import Argon2Pins
from identity.aws.kms_token_signer import KmsTokenSigner
from identity.model.access_token import public_jwk
from lacre.aws import clients
from lacre.model.header import Header
from tests.atomic_moto import atomic_moto
from tests.fakes.kms import RECEIPT_KEY, TOKEN_KEY, LocalKms
from tests.furnished import furnish
from tests.integration.http.gateway import Answer, Handler, call, payload
from tests.tables import create

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_sqs import SQSClient

SECRET = 'a "bootstrap" \\secret'
TABLES = ("events", "users", "sessions", "blocks", "counters", "network", "jurisdictions", "hedge", "ledger", "answers")
ARCHIVE = "archive"
ADMIN = {"username": "admin", "pin": "246801"}


class _Issuer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        kms: Any = LocalKms()
        published = json.dumps({"keys": [public_jwk(KmsTokenSigner(kms, TOKEN_KEY).public_key)]}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(published)))
        self.end_headers()
        self.wfile.write(published)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="session")
def issuer() -> Iterator[str]:
    """The address where the keys of access tokens are published."""
    server = HTTPServer(("127.0.0.1", 0), _Issuer)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/.well-known/jwks.json"
    server.shutdown()
    thread.join()
    server.server_close()


@dataclass
class Cloud:
    dynamodb: "DynamoDBClient"
    sqs: "SQSClient"
    environment: dict[str, str]
    load: Callable[[str], Handler]

    def __post_init__(self) -> None:
        functions = ("identity", "network", "hedge", "ingest")
        self.identity, self.network, self.hedge, self.ingest = map(self.load, functions)

    def bootstrap(self) -> Answer:
        return call(self.identity, payload("identity_bootstrap", body={"secret": SECRET, **ADMIN}))

    def login(self, username: str = "admin", pin: str = "246801") -> str:
        answer = call(self.identity, payload("identity_login", body={"username": username, "pin": pin}))
        assert answer.status == 200, answer.text
        token: str = answer.json["access_token"]
        return token

    def person(self, token: str, username: str, role: str) -> str:
        """The token of somebody new, whom the token's holder creates, and who has chosen another PIN."""
        body = {"username": username, "name": "Rui Pessoa", "role": role, "pin": "135790"}
        self._made("identity_create_user", token, body)
        own = self.login(username, "135790")
        change = {"old_pin": "135790", "new_pin": "246801"}
        assert call(self.identity, payload("identity_pin", token=own, body=change)).status == 204
        return own

    def terminal(self, token: str) -> str:
        """The key of a POS, with the agent, the merchant and the market that it needs."""
        names = {"agent_id": "create_agent", "merchant_id": "create_merchant", "market_id": "create_market"}
        ids = {field: self._made(f"network_{name}", token)["id"] for field, name in names.items()}
        key: str = self._made("network_create_pos", token, {"label": "POS 1", **ids})["api_key"]
        return key

    def producer(self, token: str) -> str:
        """The key of another back end."""
        body = {"username": "desk", "name": "Mesa de Cobertura", "role": "PRODUCER"}
        key: str = self._made("identity_create_user", token, body)["api_key"]
        return key

    def _made(self, name: str, token: str, body: object = ...) -> Any:
        answer = call(getattr(self, name.partition("_")[0]), payload(name, token=token, body=body))
        assert answer.status == 201, answer.text
        return answer.json

    def rows(self, table: str) -> list[dict[str, Any]]:
        return list(self.dynamodb.scan(TableName=table, ConsistentRead=True)["Items"])

    @property
    def events(self) -> list[Header]:
        headers = [Header.decode(row["header"]["S"].encode()) for row in self.rows("events")]
        return sorted(headers, key=lambda one: (one.recorded_at, one.id))

    @property
    def everything(self) -> str:
        """All that is stored, in tables and in the queue, as text."""
        queued = self.sqs.receive_message(QueueUrl=self.environment["OUTAGE_QUEUE_URL"], MaxNumberOfMessages=10)
        stored = [[self.rows(table) for table in TABLES], queued.get("Messages", [])]
        return json.dumps(stored, ensure_ascii=False, default=lambda packed: zlib.decompress(packed).decode())


@pytest.fixture
def cheap_pins(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same hashes, made cheaply: what they cost is tested by test_identity_function, which does without this."""
    monkeypatch.setattr(Argon2Pins.__init__, "__defaults__", (8, 1))


def _tables() -> None:
    dynamodb = boto3.client("dynamodb")
    for table in TABLES:
        create(dynamodb, table)


def _archive() -> None:
    """The locked bucket, as it is deployed."""
    s3 = boto3.client("s3")
    place = {"LocationConstraint": "eu-west-1"}
    s3.create_bucket(Bucket=ARCHIVE, CreateBucketConfiguration=place, ObjectLockEnabledForBucket=True)  # type: ignore[arg-type]  # a literal
    rule = {"DefaultRetention": {"Mode": "COMPLIANCE", "Days": 7}}
    s3.put_object_lock_configuration(
        Bucket=ARCHIVE,
        ObjectLockConfiguration={"ObjectLockEnabled": "Enabled", "Rule": rule},  # type: ignore[typeddict-item]  # likewise
    )


@pytest.fixture
def cloud(issuer: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cloud]:
    """Tables, queue and secret without anybody in them, and the handlers freshly imported."""
    with atomic_moto():
        dynamodb, sqs = boto3.client("dynamodb"), boto3.client("sqs")
        furnish(_tables)
        _archive()
        boto3.client("secretsmanager").create_secret(Name="bootstrap", SecretString=SECRET)
        environment = {f"{table.upper()}_TABLE": table for table in TABLES} | {
            "RECEIPT_KEY_ID": RECEIPT_KEY,
            "TOKEN_KEY_ID": TOKEN_KEY,
            "OUTAGE_QUEUE_URL": sqs.create_queue(QueueName="outage")["QueueUrl"],
            "ARCHIVE_BUCKET": ARCHIVE,
            "BOOTSTRAP_SECRET_ID": "bootstrap",
            "JWT_ISSUER": "https://lacre.example.com",
            "JWT_AUDIENCE": "lacre",
            "JWKS_URL": issuer,
            "JWT_ALGORITHM": "ES256",
            "JWT_SESSIONS": "own",
        }
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(clients, "kms", LocalKms)

        def load(function: str) -> Handler:
            monkeypatch.delitem(sys.modules, f"functions.{function}.handler", raising=False)
            handler: Handler = importlib.import_module(f"functions.{function}.handler").handler
            return handler

        yield Cloud(dynamodb, sqs, environment, load)
