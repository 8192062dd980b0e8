"""The query function as the gateway calls it, over an engine with events, at a time shortly after the last of them."""

import asyncio
import importlib
import json
import logging
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from identity.model.role import Role
from identity.wiring import authenticator
from lacre.aws.ambient import SystemClock
from lacre.aws.log_table import LogTable
from lacre.model import moment
from lacre.model.place import Place
from lacre.ports.sealing import Head
from lacre.wiring import recorder
from tests.bench.search_hours import BEGIN, END
from tests.bench.search_store import ANYWHERE, client
from tests.fakes.signer import LocalSigner
from tests.fakes.token_keys import LocalTokenSigner, MemoryKeys
from tests.signed_in import AUDIENCE, ISSUER, sign_in
from tests.tables import TABLES
from tests.variables import placeholders

API, PAGE = "/v1/audit/events", "/audit-logs"
AFTER_MS = 60_000
"""So long after the last event it is when the measurement begins: everything is settled by then."""

_GOLDEN = Path("events/http")
_ENVIRONMENT = {
    **{f"{name.upper()}_TABLE": name for name in TABLES},
    "JWT_ISSUER": ISSUER,
    "JWT_AUDIENCE": AUDIENCE,
    "AWS_DEFAULT_REGION": ANYWHERE["region_name"],
    "AWS_ACCESS_KEY_ID": ANYWHERE["aws_access_key_id"],
    "AWS_SECRET_ACCESS_KEY": ANYWHERE["aws_secret_access_key"],
    "AWS_EC2_METADATA_DISABLED": "true",
}


@dataclass(frozen=True)
class Answered:
    """How long the function took, in ms, and what it said."""

    taken: float
    body: str

    @property
    def json(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found


class QueryFunction:
    """An auditor in front of it. Each request checks the session and records its event, in the same engine."""

    def __init__(self, handler: Any, address: str, keys: LocalTokenSigner) -> None:
        self._handler = handler
        self._database = client(address)
        self._keys = keys
        self._token = ""

    def sign_in(self) -> None:
        """Anew: a token holds for minutes, and a measurement takes longer."""
        self._token = sign_in(self._database, self._keys, Role.AUDITOR, Place("Nampula", "Nampula"))

    def get(self, path: str, asked: Mapping[str, str]) -> Answered:
        """Raises RuntimeError for anything but a whole answer."""
        name = "query_page" if path == PAGE else "query_proof"
        event = json.loads((_GOLDEN / f"{name}.json").read_text().replace("TOKEN", self._token))
        event |= {"path": path, "pathParameters": {"proxy": path.removeprefix("/v1/audit/")}}
        event |= {"queryStringParameters": dict(asked)}
        event |= {"multiValueQueryStringParameters": {name: [value] for name, value in asked.items()}}
        began = time.perf_counter()
        answer = self._handler(event, SimpleNamespace())
        taken = (time.perf_counter() - began) * 1000
        if answer["statusCode"] != 200:
            raise RuntimeError(f"{path} {dict(asked)}: {answer['statusCode']} {answer['body'][:400]}")
        return Answered(taken, answer["body"])


@contextmanager
def query_function(address: str, count: int) -> Iterator[QueryFunction]:
    """What is not DynamoDB is local: the keys of receipts and of tokens. The clock is moved to after the events."""
    keys, now = LocalTokenSigner(), SystemClock.now
    until = int(END.timestamp() * 1000)
    behind = now(SystemClock()) - (until + AFTER_MS)
    environment = {**placeholders("query"), **_ENVIRONMENT, "AWS_ENDPOINT_URL_DYNAMODB": address}
    # Mangum takes the thread's own loop.
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    with ExitStack() as stack:
        stack.enter_context(patch.dict(os.environ, environment))
        stack.enter_context(patch.object(SystemClock, "now", lambda clock: now(clock) - behind))
        stack.enter_context(patch.object(recorder, "KmsSigner", lambda _, key_id: LocalSigner(key_id)))
        stack.enter_context(patch.object(authenticator, "JwksUrl", lambda _: MemoryKeys.of(keys)))
        log = LogTable(client(address), "log")
        began = moment.to_text(int(BEGIN.timestamp() * 1000))
        log.advance(log.read(), replace(Head(), size=count, published=count, began_at=began))
        handler = importlib.import_module("functions.query.handler").handler
        logging.getLogger("query").setLevel(logging.WARNING)
        yield QueryFunction(handler, address, keys)
    loop.close()
