"""A thousand events by eight clients at once: all sealed once, every receipt redeemed, listed without gaps."""

import base64
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any

import httpx2
import pytest

from infra.local.aws import LocalAws
from infra.local.stack_file import Stack
from lacre.tlog.receipt import Receipt, read_receipt
from tests.e2e.conftest import Login
from tests.e2e.patience import eventually
from tests.e2e.sealed import wait_until_sealed

CLIENTS = 8
EVENTS = 1000
SEALED_WITHIN_S = 60
READER_PAUSE_S = 0.5


class Reader(threading.Thread):
    """Pages through the trail, again and again, while others write."""

    def __init__(self, auditor: httpx2.Client, since: str) -> None:
        super().__init__()
        self.auditor = auditor
        self.since = since
        self.listings: list[tuple[str, list[str]]] = []
        self.done = threading.Event()

    def run(self) -> None:
        while not self.done.wait(READER_PAUSE_S):
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


def read_agents(client: httpx2.Client) -> list[str]:
    """One client's share of audited reads; the receipts of the answers."""
    return [client.get("/v1/agents").raise_for_status().headers["X-Audit-Receipt"] for _ in range(EVENTS // CLIENTS)]


@pytest.fixture(scope="module")
def receipt_key(stack: Stack) -> bytes:
    return base64.b64decode(stack["receipt_public_key"])


def test_a_thousand_events_by_eight_clients(stack: Stack, login: Login, receipt_key: bytes) -> None:
    since = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime())
    auditor = login("AUDITOR")
    clients = [login("FUNCIONARIO", address=f"192.0.2.{150 + number}") for number in range(CLIENTS)]
    reader = Reader(auditor, since)
    reader.start()
    with ThreadPoolExecutor(CLIENTS) as pool:
        texts = [text for share in pool.map(read_agents, clients) for text in share]
    reader.done.set()
    reader.join()

    receipts = [read_receipt(text, receipt_key) for text in texts]
    assert len({receipt.event_id for receipt in receipts}) == EVENTS
    redeem(stack, receipts)
    last = max(receipt.recorded_at for receipt in receipts)
    eventually(lambda: is_passed(auditor, since, last), SEALED_WITHIN_S)
    _, final = listing(auditor, since)
    assert {receipt.event_id for receipt in receipts} <= set(final)
    assert len(reader.listings) > 1
    for _, earlier in reader.listings:
        assert earlier == final[: len(earlier)], "an event appeared behind a position that was already passed"


def is_passed(auditor: httpx2.Client, since: str, last: int) -> bool:
    """Whether the watermark is past the last event (ms since 1970)."""
    query: dict[str, Any] = {"start": since, "limit": 1}
    watermark: str = auditor.get("/v1/audit/events", params=query).raise_for_status().json()["watermark"]
    return watermark > time.strftime("%Y-%m-%dT%H:%M:%S.999Z", time.gmtime(last / 1000))


def redeem(stack: Stack, receipts: list[Receipt]) -> None:
    """Every promised leaf is in the log, once, at an index of its own."""
    wait_until_sealed(stack, [receipt.event_id for receipt in receipts], SEALED_WITHIN_S)
    scan = LocalAws(stack["endpoint_url"]).dynamodb().get_paginator("scan")
    items = [item for page in scan.paginate(TableName=stack["tables"]["log"]) for item in page["Items"]]
    rows = [(item["pk"]["S"], item) for item in items if item["pk"]["S"].startswith("EVENT#")]
    sealed = {key.removeprefix("EVENT#"): item for key, item in rows}
    for receipt in receipts:
        assert bytes(sealed[receipt.event_id]["leaf_hash"]["B"]) == receipt.leaf_hash
    indexes = [int(item["index"]["N"]) for item in sealed.values()]
    assert sorted(indexes) == list(range(len(indexes))), "no leaf twice, none missing"
