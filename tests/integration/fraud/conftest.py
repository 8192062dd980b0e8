"""The real handler of the fraud function; only the key is a local one, because moto has no Ed25519."""

import importlib
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from lacre.wiring import recorder
from tests.fakes.signer import LocalSigner
from tests.integration.conftest import Aws

ENVIRONMENT = {
    "EVENTS_TABLE": "events",
    "RECEIPT_KEY_ID": "receipt",
    "WINDOWS_TABLE": "windows",
    "ALERTS_TABLE": "alerts",
    "BLOCKS_TABLE": "blocks",
    "FAILURES_BUCKET": "failures",
    "TRADING_ZONE": "Africa/Maputo",
}
Handler = Callable[[dict[str, Any], object], dict[str, Any] | None]


@pytest.fixture
def handler(aws: Aws, monkeypatch: pytest.MonkeyPatch) -> Iterator[Handler]:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(recorder, "KmsSigner", lambda _, key_id: LocalSigner(key_id))
    sys.modules.pop("functions.fraud.handler", None)
    yield importlib.import_module("functions.fraud.handler").handler
    sys.modules.pop("functions.fraud.handler", None)
