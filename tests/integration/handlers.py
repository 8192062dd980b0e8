"""Handlers of stream and schedule, freshly imported over moto, with keys of the tests' own."""

import importlib
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import pytest

from lacre.aws import clients
from tests.fakes.kms import CHECKPOINT_KEY, RECEIPT_KEY, LocalKms
from tests.tables import TABLES

Handler = Callable[[dict[str, Any], object], Any]
EVENTS = Path(__file__).parents[2] / "events"

WITNESSES = "/lacre/witnesses"
ARCHIVE_FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:archive:feed"

ENVIRONMENT = {
    **{f"{name.upper()}_TABLE": name for name in TABLES},
    **{f"{name.upper()}_BUCKET": name for name in ("log", "archive", "failures", "exports")},
    "TRADING_ZONE": "Africa/Maputo",
    "RECEIPT_KEY_ID": RECEIPT_KEY,
    "CHECKPOINT_KEY_IDS": CHECKPOINT_KEY,
    "WITNESSES_PARAMETER": WITNESSES,
    "ARCHIVE_FUNCTION": ARCHIVE_FUNCTION,
    "TIMESTAMP_AUTHORITY_URL": "none",
    "LOG_ORIGIN": "lacre.example.com/test",
}


def golden(name: str) -> dict[str, Any]:
    payload: dict[str, Any] = json.loads((EVENTS / f"{name}.json").read_text())
    return payload


def load(function: str, monkeypatch: pytest.MonkeyPatch) -> Handler:
    """A function's handler as Lambda imports it; needs the fixture `aws`."""
    queue = boto3.client("sqs").create_queue(QueueName="outage")["QueueUrl"]
    for name, value in {**ENVIRONMENT, "OUTAGE_QUEUE_URL": queue}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(clients, "kms", LocalKms)
    monkeypatch.delitem(sys.modules, f"functions.{function}.handler", raising=False)
    handler: Handler = importlib.import_module(f"functions.{function}.handler").handler
    return handler
