"""A thousand events by eight clients at once: all sealed once, every receipt redeemed, listed without gaps."""

import base64
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx2
import pytest

from infra.local.aws import LocalAws
from infra.local.stack_file import Stack
from lacre.tlog.receipt import Receipt, read_receipt
from tests.e2e.conftest import Login
from tests.e2e.patience import eventually

CLIENTS = 8
EVENTS = 1000
SEALED_WITHIN_S = 60


class Reader(threading.Thread):
    """Pages through the trail, again and again, while others write."""

    def __init__(self, auditor: httpx2.Client, since: str) -> None:
        super().__init__()
        self.auditor = auditor
        self.since = since
        self.listings: list[tuple[str, list[str]]] = []
        self.done = threading.Event()

    def run(self) -> None:
        while not self.done.is_set():
            self.listings.append(listing(self.auditor, self.since))


def listing(auditor: httpx2.Client, since: str) -> tuple[str, list[str]]:
    """The watermark of the first page, and the ids up to it in the order of the listing."""
    found: list[dict[str, Any]] = []
    query: dict[str, Any] = {"start": since, "limit": 200}
    watermark = ""
    while True:
        page = auditor.get("/v1/audit/events", params=query).raise_for_status().json()
        watermark = watermark or page["watermark"]
        found += page["events"]
        if page["cursor"] is None:
            break
        query["cursor"] = page["cursor"]
    upto = [one for one in found if one["recorded_at"] <= watermark]
    positions = [(one["recorded_at"], one["id"]) for one in upto]
    assert all(earlier < later for earlier, later in pairwise(positions))
    return watermark, [one["id"] for one in upto]


def read_agents(login: Login, number: int) -> list[str]:
    """One client's share of audited reads; the receipts of the answers."""
    client = login("FUNCIONARIO", address=f"192.0.2.{150 + number}")
    return [client.get("/v1/agents").raise_for_status().headers["X-Audit-Receipt"] for _ in range(EVENTS // CLIENTS)]


@pytest.fixture(scope="module")
def receipt_key(stack: Stack) -> bytes:
    return base64.b64decode(stack["receipt_public_key"])


def test_a_thousand_events_by_eight_clients(stack: Stack, login: Login, receipt_key: bytes, tmp_path: Path) -> None:
    since = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime())
    auditor = login("AUDITOR")
    reader = Reader(auditor, since)
    reader.start()
    with ThreadPoolExecutor(CLIENTS) as pool:
        texts = [text for share in pool.map(lambda n: read_agents(login, n), range(CLIENTS)) for text in share]
    reader.done.set()
    reader.join()

    receipts = [read_receipt(text, receipt_key) for text in texts]
    assert len({receipt.event_id for receipt in receipts}) == EVENTS
    redeem(stack, receipts)
    last = max(receipt.recorded_at for receipt in receipts)
    final = eventually(lambda: complete_listing(auditor, since, last), SEALED_WITHIN_S)
    assert {receipt.event_id for receipt in receipts} <= set(final)
    assert len(reader.listings) > 1
    for _, earlier in reader.listings:
        assert earlier == final[: len(earlier)], "an event appeared behind a position that was already passed"
    verify(stack, receipt_key, tmp_path)


def complete_listing(auditor: httpx2.Client, since: str, last: int) -> list[str]:
    """The listing once its watermark has passed the last event (ms since 1970), until then nothing."""
    watermark, ids = listing(auditor, since)
    return ids if watermark > time.strftime("%Y-%m-%dT%H:%M:%S.999Z", time.gmtime(last / 1000)) else []


def redeem(stack: Stack, receipts: list[Receipt]) -> None:
    """Every promised leaf is in the log, once, at an index of its own."""
    table = stack["tables"]["log"]

    def rows() -> dict[str, Any]:
        pages = LocalAws(stack["endpoint_url"]).dynamodb().get_paginator("scan").paginate(TableName=table)
        items = [item for page in pages for item in page["Items"] if item["pk"]["S"].startswith("EVENT#")]
        return {item["pk"]["S"].removeprefix("EVENT#"): item for item in items}

    wanted = {receipt.event_id for receipt in receipts}
    sealed = eventually(lambda: found if wanted <= set(found := rows()) else {}, SEALED_WITHIN_S)
    for receipt in receipts:
        assert bytes(sealed[receipt.event_id]["leaf_hash"]["B"]) == receipt.leaf_hash
    indexes = [int(item["index"]["N"]) for item in sealed.values()]
    assert sorted(indexes) == list(range(len(indexes))), "no leaf twice, none missing"


def verify(stack: Stack, receipt_key: bytes, home: Path) -> None:
    """The archive, checked offline, receipts included."""
    lacre, copy = str(Path(sys.executable).with_name("lacre")), home / "archive"
    place = ["--endpoint-url", stack["endpoint_url"], "--region", stack["region"]]
    bucket = ["--bucket", stack["buckets"]["archive"], "--to", str(copy)]
    environment = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
    subprocess.run([lacre, "archive", "copy", *bucket, *place], check=True, env=environment)
    keys = ["--key", stack["log_public_key"], "--receipt-key", base64.b64encode(receipt_key).decode()]
    run = subprocess.run([lacre, "verify", str(copy), *keys, "--deep"], capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
