"""The real handler over moto; the keys alone are local ones, because moto has no Ed25519 and nobody publishes any."""

import asyncio
import base64
import importlib
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from identity.model.role import Role
from identity.wiring import authenticator
from lacre.aws.ambient import SystemClock, SystemEntropy
from lacre.aws.event_rows import EventRows
from lacre.aws.events_table import EventsTable
from lacre.aws.log_table import LogTable
from lacre.aws.public_log_bucket import PublicLogBucket
from lacre.model.event import ReceiptedEvent
from lacre.model.header import Header
from lacre.model.place import Place
from lacre.recording.receipts import ReceiptIssuer
from lacre.recording.recorder import Recorder
from lacre.sealing.keyring import Keyring
from lacre.sealing.publication import Publisher
from lacre.sealing.sealer import Sealer
from lacre.wiring import recorder
from tests.fakes.crash import Steps
from tests.fakes.drafts import agent_created
from tests.fakes.sealing import ORIGIN, MemoryArchive
from tests.fakes.signer import LocalSigner
from tests.fakes.token_keys import LocalTokenSigner, MemoryKeys
from tests.integration.conftest import Aws
from tests.signed_in import AUDIENCE, ISSUER, sign_in

GOLDEN = Path(__file__).parents[3] / "events" / "http"
ENVIRONMENT = {
    "EVENTS_TABLE": "events",
    "RECEIPT_KEY_ID": "receipt",
    "COUNTERS_TABLE": "counters",
    "OUTAGE_QUEUE_URL": "https://sqs.eu-west-1.amazonaws.com/123456789012/outage",
    "JWT_ISSUER": ISSUER,
    "JWT_AUDIENCE": AUDIENCE,
    "JWKS_URL": f"{ISSUER}/.well-known/jwks.json",
    "JWT_ALGORITHM": "ES256",
    "JWT_SESSIONS": "own",
    "SESSIONS_TABLE": "sessions",
    "USERS_TABLE": "users",
    **{f"{name.upper()}_TABLE": name for name in ("blocks", "alerts", "cases", "windows", "exports")},
    "ANSWERS_TABLE": "answers",
    "LOG_TABLE": "log",
    "LOG_BUCKET": "log",
    "ARCHIVE_BUCKET": "archive",
    "EXPORTS_BUCKET": "exports",
    "TRADING_ZONE": "Africa/Maputo",
    "EXPORTS_QUEUE_URL": "https://sqs.eu-west-1.amazonaws.com/123456789012/exports",
}


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: str
    is_base64: bool

    @property
    def content(self) -> bytes:
        """What the gateway sends on."""
        return base64.b64decode(self.body) if self.is_base64 else self.body.encode()

    @property
    def json(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found


@dataclass(frozen=True)
class Query:
    """The query function, a token of each of three people, and what it has recorded."""

    handler: Any
    aws: Aws
    tokens: dict[Role, str]
    events: list[ReceiptedEvent]

    def call(self, name: str, role: Role = Role.AUDITOR, event_id: str = "") -> Answer:
        """A golden request, as somebody, for an event."""
        text = (GOLDEN / f"{name}.json").read_text().replace("TOKEN", self.tokens[role])
        if event_id:
            text = text.replace("01a1ee56-5e00-75b1-a522-4a58b791df6a", event_id)
        return self._answer(json.loads(text))

    def get(self, path: str, role: Role = Role.AUDITOR, **asked: str) -> Answer:
        """The golden request for a proof, of another path and with a query."""
        event = json.loads((GOLDEN / "query_proof.json").read_text().replace("TOKEN", self.tokens[role]))
        event |= {"path": path, "pathParameters": {"proxy": path.removeprefix("/v1/audit/")}}
        event |= {"queryStringParameters": asked, "multiValueQueryStringParameters": {k: [v] for k, v in asked.items()}}
        return self._answer(event)

    def _answer(self, event: dict[str, Any]) -> Answer:
        answer = self.handler(event, SimpleNamespace())
        return Answer(answer["statusCode"], answer["headers"], answer["body"], answer["isBase64Encoded"])

    def seal(self) -> LocalSigner:
        """Seal the events; gives the log's key."""
        heads, log = LogTable(self.aws.dynamodb, "log"), PublicLogBucket(self.aws.s3, "log")
        archive, signer = MemoryArchive(Steps()), LocalSigner("checkpoint")
        Sealer(heads, heads, archive, Publisher(heads, heads, archive, log, Keyring(ORIGIN, [signer]))).seal(
            self.events
        )
        return signer

    @property
    def recorded(self) -> list[Header]:
        """What the function itself recorded."""
        ids = [item["id"]["S"] for item in self.aws.dynamodb.scan(TableName="events")["Items"]]
        headers = [
            Header.decode(row.header.encode()) for row in EventRows(self.aws.dynamodb, "events").rows(ids).values()
        ]
        own = {stored.event.header.id for stored in self.events}
        return sorted((one for one in headers if one.id not in own), key=lambda one: one.id)


@pytest.fixture
def query(aws: Aws, monkeypatch: pytest.MonkeyPatch) -> Iterator[Query]:
    keys = LocalTokenSigner()
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(recorder, "KmsSigner", lambda _, key_id: LocalSigner(key_id))
    monkeypatch.setattr(authenticator, "JwksUrl", lambda _: MemoryKeys.of(keys))
    sys.modules.pop("functions.query.handler", None)
    # Mangum takes the thread's own loop.
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    handler = importlib.import_module("functions.query.handler").handler
    yield Query(handler, aws, _tokens(aws, keys), _events(aws))
    sys.modules.pop("functions.query.handler", None)
    asyncio.set_event_loop(None)
    loop.close()


def _tokens(aws: Aws, keys: LocalTokenSigner) -> dict[Role, str]:
    people = (Role.ADMIN, Role.AUDITOR, Role.FUNCIONARIO)
    return {role: sign_in(aws.dynamodb, keys, role, Place("Nampula", "Centro")) for role in people}


def _events(aws: Aws) -> list[ReceiptedEvent]:
    """Recorded a minute ago, so that they are settled."""

    class MinuteAgo(SystemClock):
        def now(self) -> int:
            return super().now() - 60_000

    entropy = SystemEntropy()
    issuer = ReceiptIssuer(LocalSigner("receipt"), SystemClock(), entropy)
    recorder = Recorder(EventsTable(aws.dynamodb, "events"), issuer, MinuteAgo(), entropy)
    return [recorder.record([agent_created(number)])[0] for number in range(3)]
