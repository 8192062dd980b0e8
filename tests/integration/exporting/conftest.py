"""The query and the export function over moto, a log that is sealed there, and a copy of its archive."""

import asyncio
import importlib
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key

from identity.model.role import Role
from identity.wiring import authenticator
from lacre.aws import clients
from lacre.aws.ambient import SystemClock, SystemEntropy
from lacre.aws.archive_bucket import ArchiveBucket
from lacre.aws.compaction_files import CompactionFiles
from lacre.aws.compaction_mark import CompactionMark
from lacre.aws.event_item import to_item
from lacre.aws.event_rows import EventRows
from lacre.aws.events_table import EventsTable
from lacre.aws.log_table import LogTable
from lacre.aws.public_log_bucket import PublicLogBucket
from lacre.compacting.compactor import Compactor
from lacre.model.event import ReceiptedEvent
from lacre.model.header import Header
from lacre.model.place import Place
from lacre.recording.receipts import ReceiptIssuer
from lacre.recording.recorder import Recorder
from lacre.sealing.keyring import Keyring
from lacre.sealing.publication import Publisher
from lacre.sealing.sealer import Sealer
from lacre.tlog.note import VerifierKey
from lacre.wiring import recorder
from tests.fakes.athena import LocalAthena
from tests.fakes.document_signer import authority
from tests.fakes.drafts import agent_created
from tests.fakes.sealing import ORIGIN
from tests.fakes.signer import LocalSigner
from tests.fakes.token_keys import LocalTokenSigner, MemoryKeys
from tests.integration.conftest import Aws
from tests.integration.http.gateway import Answer, Handler, call, payload
from tests.integration.query.conftest import ENVIRONMENT
from tests.signed_in import sign_in

QUEUED = json.loads((Path(__file__).parents[3] / "events" / "queue" / "export.json").read_text())
DOCUMENTS = {
    "FAILURES_BUCKET": "failures",
    "ORGANISATION": "Example Bank",
    "DOCUMENT_CERTIFICATES_PARAMETER": "/lacre/certificates",
    "TIMESTAMP_AUTHORITY_URL": "none",
    "ATHENA_WORKGROUP": "lacre-test",
    "GLUE_DATABASE": "lacre_test",
    "GLUE_TABLE": "events",
}
AT_ONCE = 25
"""What DynamoDB takes in a batch."""


@dataclass(frozen=True)
class Stage:
    aws: Aws
    query: Handler
    export: Handler
    queue: str
    tokens: Mapping[Role, str]
    signer: LocalSigner
    copy: Path
    loop: asyncio.AbstractEventLoop

    def post(self, path: str, body: Mapping[str, Any], role: Role = Role.AUDITOR) -> Answer:
        event = payload("query_ask_export", token=self.tokens[role], body=dict(body))
        return call(self.query, {**event, "path": path, "pathParameters": {"proxy": path.split("/v1/audit/")[1]}})

    def get(self, path: str, role: Role = Role.AUDITOR) -> Answer:
        event = payload("query_proof", token=self.tokens[role])
        return call(self.query, {**event, "path": path, "pathParameters": {"proxy": path.split("/v1/audit/")[1]}})

    def ask(self, **conditions: object) -> str:
        """The id of a job that was asked for."""
        answer = self.post("/v1/audit/exports", {"format": "csv", **conditions})
        assert answer.status == 202, answer.text
        return str(answer.json["id"])

    def deliver(self) -> None:
        """What waits in the queue, one message a delivery, as Lambda hands it over."""
        sqs = boto3.client("sqs")
        while found := sqs.receive_message(QueueUrl=self.queue).get("Messages"):
            record = {**QUEUED["Records"][0], "messageId": found[0]["MessageId"], "body": found[0]["Body"]}
            self.export({"Records": [record]}, None)
            # Whoever signs a document leaves this thread without a loop; on AWS nobody else is on it.
            asyncio.set_event_loop(self.loop)
            sqs.delete_message(QueueUrl=self.queue, ReceiptHandle=found[0]["ReceiptHandle"])

    def record(self, count: int) -> list[ReceiptedEvent]:
        entropy = SystemEntropy()
        issuer = ReceiptIssuer(LocalSigner("receipt"), SystemClock(), entropy)
        own = Recorder(EventsTable(self.aws.dynamodb, "events"), issuer, SystemClock(), entropy)
        events = [own.prepare(agent_created(number)) for number in range(count)]
        for first in range(0, count, AT_ONCE):
            puts: list[Any] = [{"PutRequest": {"Item": to_item(one)}} for one in events[first : first + AT_ONCE]]
            self.aws.dynamodb.batch_write_item(RequestItems={"events": puts})
        return events

    def seal(self, count: int) -> list[ReceiptedEvent]:
        """Record and seal so many events."""
        events = self.record(count)
        table, archive = LogTable(self.aws.dynamodb, "log"), ArchiveBucket(self.aws.s3, "archive")
        log = PublicLogBucket(self.aws.s3, "log")
        Sealer(table, table, archive, Publisher(table, table, archive, log, Keyring(ORIGIN, [self.signer]))).seal(
            events
        )
        return events

    def compact(self) -> None:
        """All that is sealed."""
        table, archive = LogTable(self.aws.dynamodb, "log"), ArchiveBucket(self.aws.s3, "archive")
        mark, files = CompactionMark(self.aws.dynamodb, "counters"), CompactionFiles(self.aws.s3, "log")
        Compactor(table, table, archive, mark, files, SystemClock()).run()

    def take_copy(self) -> Path:
        """The archive as somebody copies it, with the list of its versions."""
        names = [one["Key"] for one in self.aws.s3.list_objects_v2(Bucket="archive")["Contents"]]
        for name in names:
            (self.copy / name).parent.mkdir(parents=True, exist_ok=True)
            (self.copy / name).write_bytes(self.aws.s3.get_object(Bucket="archive", Key=name)["Body"].read())
        versions = [{"Key": name, "VersionId": "1", "IsLatest": True} for name in names]
        (self.copy / "versions.json").write_text(json.dumps({"Versions": versions, "DeleteMarkers": []}))
        return self.copy

    @property
    def key(self) -> str:
        return VerifierKey(ORIGIN, self.signer.public_key).encode()

    def file(self, job_id: str, name: str) -> bytes:
        return self.aws.s3.get_object(Bucket="exports", Key=f"{job_id}/{name}")["Body"].read()

    def recorded(self, action: str) -> list[Header]:
        ids = [item["id"]["S"] for item in self.aws.dynamodb.scan(TableName="events")["Items"]]
        rows = EventRows(self.aws.dynamodb, "events").rows(ids).values()
        found = [Header.decode(row.header.encode()) for row in rows]
        return sorted((one for one in found if one.action == action), key=lambda one: one.id)


@pytest.fixture
def stage(aws: Aws, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Stage]:
    keys, queue = LocalTokenSigner(), boto3.client("sqs").create_queue(QueueName="exports")["QueueUrl"]
    for name, value in {
        **ENVIRONMENT,
        **DOCUMENTS,
        "EXPORTS_QUEUE_URL": queue,
        "DOCUMENT_KEY_ID": _certified(),
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(recorder, "KmsSigner", lambda _, key_id: LocalSigner(key_id))
    monkeypatch.setattr(authenticator, "JwksUrl", lambda _: MemoryKeys.of(keys))
    # Mangum takes the thread's own loop.
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    # moto runs no SQL.
    monkeypatch.setattr(clients, "athena", lambda: LocalAthena(lambda: _compacted(aws)))
    query, export = (_load(name) for name in ("query", "export"))
    tokens = {
        role: sign_in(aws.dynamodb, keys, role, Place("Nampula", "Centro")) for role in (Role.AUDITOR, Role.TRADER)
    }
    yield Stage(aws, query, export, queue, tokens, LocalSigner("checkpoint"), tmp_path / "copy", loop)
    asyncio.set_event_loop(None)
    loop.close()


def _compacted(aws: Aws) -> Mapping[str, bytes]:
    """Compaction's files by path."""
    names = [one["Key"] for one in aws.s3.list_objects_v2(Bucket="log", Prefix="events/")["Contents"]]
    return {name: aws.s3.get_object(Bucket="log", Key=name)["Body"].read() for name in names}


def _certified() -> str:
    """A key of moto's that signs documents; its certificates stand in the parameter."""
    kms = boto3.client("kms")
    key_id = kms.create_key(KeySpec="RSA_2048", KeyUsage="SIGN_VERIFY")["KeyMetadata"]["KeyId"]
    public = load_der_public_key(kms.get_public_key(KeyId=key_id)["PublicKey"])
    assert isinstance(public, RSAPublicKey)
    boto3.client("ssm").put_parameter(
        Name=DOCUMENTS["DOCUMENT_CERTIFICATES_PARAMETER"], Type="String", Value=authority().certify(public).decode()
    )
    return key_id


def _load(function: str) -> Handler:
    name = f"functions.{function}.handler"
    sys.modules.pop(name, None)
    handler: Handler = importlib.import_module(name).handler
    sys.modules.pop(name, None)
    return handler
