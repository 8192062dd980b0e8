"""The sweep function over moto, with the archive function that it invokes, a clock that is moved, and no stream."""

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import boto3
import pytest

from lacre.aws import clients, reconciliation_feeder
from lacre.aws.ambient import SystemClock
from lacre.aws.log_table import LogTable
from lacre.aws.reconciliation_state import ReconciliationState
from lacre.model import moment
from lacre.model.draft import Draft
from lacre.model.event import ReceiptedEvent
from lacre.ports.reconciling import Kind
from lacre.reconciling.rounds import TIME
from lacre.recording.recorder import Recorder
from tests.fakes.invoked import Invoked
from tests.fakes.movable_clock import MovableClock
from tests.integration.conftest import Aws
from tests.integration.handlers import ARCHIVE_FUNCTION, WITNESSES, Handler, load


@dataclass
class InvokedArchive:
    """boto3's client of Lambda, as far as the product uses it: calls the archive function's real handler."""

    handler: Handler
    is_down: bool = False
    asked: list[int] = field(default_factory=list)

    def invoke(self, *, FunctionName: str, InvocationType: str, Payload: bytes) -> dict[str, Any]:  # noqa: N803
        assert (FunctionName, InvocationType) == (ARCHIVE_FUNCTION, "RequestResponse")
        payload = json.loads(Payload)
        self.asked.append(len(payload["unsealed"]))
        if self.is_down:
            return {"FunctionError": "Unhandled", "Payload": io.BytesIO(b'{"errorType": "Killed"}')}
        return {"Payload": io.BytesIO(json.dumps(self.handler(payload, Invoked("feed"))).encode())}


@dataclass
class Stage:
    aws: Aws
    clock: MovableClock
    archive: InvokedArchive
    sweep: Handler
    recorder: Recorder
    printed: Callable[[], str]

    def record(self, draft: Draft) -> ReceiptedEvent:
        return self.recorder.record([draft])[0]

    def reconcile(self, **payload: str) -> dict[str, Any]:
        done: dict[str, Any] = self.sweep({"job": "reconcile", **payload}, None)
        return done

    def settle(self) -> None:
        self.clock.advance(100)

    def seal_all(self) -> None:
        """As if the stream had delivered all of the table."""
        items = self.aws.dynamodb.scan(TableName="events")["Items"]
        self.archive.handler({"unsealed": [item["id"]["S"] for item in items]}, Invoked("feed"))

    def items(self) -> dict[str, dict[str, Any]]:
        pages = self.aws.dynamodb.get_paginator("scan").paginate(TableName="events")
        return {item["id"]["S"]: dict(item) for page in pages for item in page["Items"]}

    def headers(self, action: str) -> list[dict[str, Any]]:
        found = [json.loads(item["header"]["S"]) for item in self.items().values() if "header" in item]
        return [header for header in found if header["action"] == action]

    def findings(self) -> list[tuple[str, str]]:
        tampered = {header["id"]: header["entity_id"] for header in self.headers("LOG_TAMPERED")}
        items = self.items()
        return sorted((of, json.loads(items[one]["body"]["S"])["after"]["finding"]) for one, of in tampered.items())

    def leaves(self) -> dict[str, int]:
        leaves = LogTable(self.aws.dynamodb, "log").sealed([*self.items()])
        return {event_id: leaf.index for event_id, leaf in leaves.items()}

    def metrics(self) -> dict[str, float]:
        """What the last run told, by name; nothing of what was told before."""
        lines = [json.loads(line) for line in self.printed().splitlines() if line.startswith("{")]
        told = [line for line in lines if "_aws" in line and line["service"] == "sweep"]
        last = {name: values[-1] for name, values in (told[-1] if told else {}).items() if isinstance(values, list)}
        # The first finding is told at once.
        findings = sum(sum(line.get("ReconciliationFindings", ())) for line in told)
        return {**last, **({"ReconciliationFindings": findings} if last else {})}


@pytest.fixture
def stage(aws: Aws, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Stage:
    clock = MovableClock()
    monkeypatch.setattr(SystemClock, "now", lambda _: clock.now())
    parameters = boto3.client("ssm")
    parameters.put_parameter(Name=WITNESSES, Value="none", Type="String")
    monkeypatch.setattr(clients, "ssm", lambda: parameters)
    archive = InvokedArchive(load("archive", monkeypatch))
    monkeypatch.setattr(reconciliation_feeder, "invoking", lambda: archive)
    sweep = load("sweep", monkeypatch)
    recorder = sys.modules["functions.sweep.handler"].recorder
    # Not the first run, which looks back a week.
    kept = ReconciliationState(aws.dynamodb, "counters")
    kept.replace(kept.read(Kind.RECONCILIATION, TIME), moment.to_text(clock.now()))
    capsys.readouterr()
    return Stage(aws, clock, archive, sweep, recorder, lambda: capsys.readouterr().out)
