"""The specification's worked example on the running stack, its ledger packed meanwhile; each request is in the log.

The desk may have traded before: what is told of all positions together is looked at as a difference.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import httpx2
import pytest

from infra.local.stack_file import Stack
from tests.api import hedge_example as example
from tests.api.gateway import Answer, Request
from tests.api.hedge_example import CONTRACTS, LEDGER, ORDERS, Desk, Positions
from tests.api.operation import Caller
from tests.e2e.conftest import Login
from tests.e2e.invoking import run_job
from tests.e2e.lacre_command import lacre
from tests.e2e.patience import eventually
from tests.e2e.sealed import wait_until_sealed
from tests.e2e.thieves import Credentials
from tests.unit.hedge.worked_example import COMMERCIAL, GLOBAL

EXPOSED = {"commercial": COMMERCIAL, "global": GLOBAL}
WHOLE = {"limit": "10000"}


@dataclass
class Traders:
    """The desk's two roles over HTTP. `recorded` has the event of each request, in their order."""

    client: httpx2.Client
    recorded: list[str] = field(default_factory=list)

    def send(self, request: Request) -> Answer:
        answer = self.client.request(
            request.method, request.path, params=request.query, headers=request.headers, content=request.body
        )
        self.recorded.append(answer.headers["X-Correlation-Id"])
        return Answer(answer.status_code, answer.headers, answer.content)


@pytest.fixture
def traders(login: Login) -> Traders:
    return Traders(login("TRADER"))


@pytest.fixture
def desk(login: Login, traders: Traders) -> Desk:
    roles = (Caller.TRADER, Caller.RISK_MANAGER)
    credentials = {role: {"Authorization": login(role.value).headers["Authorization"]} for role in roles}
    return Desk(traders.send, credentials, events=(str(uuid.uuid4()), str(uuid.uuid4())))


@pytest.fixture
def auditor(login: Login) -> httpx2.Client:
    return login("AUDITOR")


def test_it_holds_to_the_last_digit_and_every_request_is_sealed(
    stack: Stack, desk: Desk, traders: Traders, auditor: httpx2.Client, tmp_path: Path
) -> None:
    before = exposed(desk)
    at = example.opened(desk)
    assert grown(before, exposed(desk)) == {kind: figures(row) for kind, row in EXPOSED.items()}
    marks = example.marked(desk, at)
    what_if_without_deltas_is_what_is_live(desk, marks)
    example.refusals(desk, at)

    known = kept(stack)
    entries = example.settled(desk, at)
    known = ledger_stays_through_packing(stack, desk, at.hs, entries, known)
    example.cancellation(desk, at)
    example.tie(desk, at)
    # The page that was made is replaced by one with the later entries.
    ledger_stays_through_packing(stack, desk, at.hs, entries, known)
    archived(desk, at)
    assert exposed(desk) == before

    assert len(set(traders.recorded)) == desk.sent
    wait_until_sealed(stack, traders.recorded)
    found_by_search(auditor, traders.recorded)
    told(auditor, at)
    verified(stack, auditor, traders.recorded[-1], tmp_path)


def exposed(desk: Desk) -> dict[str, dict[str, Decimal]]:
    """Of aluminium, by the kind of the exposure; nothing of it is zero throughout."""
    found = {kind: desk.read(f"/v1/exposures/{kind}")["exposures"] for kind in EXPOSED}
    rows = {kind: [row for row in rows if row["commodity"] == "ALUMINUM"] for kind, rows in found.items()}
    return {kind: figures(*row) if row else dict.fromkeys(figures(GLOBAL), Decimal()) for kind, row in rows.items()}


def figures(row: Mapping[str, Any]) -> dict[str, Decimal]:
    return {name: Decimal(value) for name, value in row.items() if name not in ("commodity", "entities")}


def grown(
    before: Mapping[str, Mapping[str, Decimal]], after: Mapping[str, Mapping[str, Decimal]]
) -> dict[str, dict[str, Decimal]]:
    return {kind: {name: value - before[kind][name] for name, value in row.items()} for kind, row in after.items()}


def what_if_without_deltas_is_what_is_live(desk: Desk, marks: Mapping[str, str]) -> None:
    asked = {**example.AS_OF, **example.PERIOD, "deltas": []}
    answer = desk.post("/v1/scenario/what-if/run", asked, Caller.RISK_MANAGER)
    assert answer.status == 200, answer
    for kind in EXPOSED:
        live = desk.read(f"/v1/exposures/{kind}")["exposures"]
        assert answer.json[f"{kind}_exposure_snapshot"] == live
    assert answer.json["cashflow_snapshot"] == {"analytic": desk.read("/v1/cashflow/analytic", example.AS_OF)}
    assert {one["object_id"]: one["mtm_value"] for one in answer.json["mtm_snapshot"]}.items() >= marks.items()


def ledger_stays_through_packing(
    stack: Stack, desk: Desk, contract_id: str, entries: list[Any], known: Mapping[str, set[str]]
) -> dict[str, set[str]]:
    """By the job of the deployed function, in its own role: fresh rows become a page, and older pages are replaced.

    `known` are the keys before the entries, the answer those afterwards: the schedule may have packed meanwhile.
    """
    queries: list[tuple[str, dict[str, str]]] = [
        (LEDGER, WHOLE), (LEDGER, {"limit": "1"}), (f"{LEDGER}/hedge-contracts/{contract_id}", {}),
    ]  # fmt: skip
    before = [desk.read(*query) for query in queries]
    assert before[2]["entries"] == entries
    run_job(stack, "pack")
    now = kept(stack)
    assert not now["FRESH"]
    assert len(now["DIRECTORY"]) == 1
    assert now["PAGE"] - known["PAGE"]
    assert [desk.read(*query) for query in queries] == before
    return now


def kept(stack: Stack) -> dict[str, set[str]]:
    """The keys of the ledger's rows, pages and directory."""
    credentials = Credentials(stack)
    ledger = credentials.client(credentials.root, "dynamodb").get_paginator("query")
    found = {}
    for kind in ("FRESH", "PAGE", "DIRECTORY"):
        value = {":pk": {"S": kind}}
        pages = ledger.paginate(
            TableName=stack["tables"]["ledger"],
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues=value,
            ConsistentRead=True,
        )
        found[kind] = {item["sk"]["S"] for page in pages for item in page["Items"]}
    return found


def archived(desk: Desk, at: Positions) -> None:
    for path in (f"{ORDERS}/{at.so1}", f"{ORDERS}/{at.po1}", f"{ORDERS}/{at.so2}", f"{CONTRACTS}/{at.hs}"):
        assert desk.patch(f"{path}/archive", {}).status == 200, path


def found_by_search(auditor: httpx2.Client, recorded: list[str]) -> None:
    first = auditor.get(f"/v1/audit/events/{recorded[0]}").raise_for_status().json()
    eventually(partial(found_all, auditor, first["header"]["recorded_at"], set(recorded)))


def found_all(auditor: httpx2.Client, since: str, wanted: set[str]) -> set[str]:
    """What there is since then, once all that is wanted is among it."""
    found: set[str] = set()
    query: dict[str, Any] = {"start": since, "limit": 200}
    while query:
        page = auditor.get("/v1/audit/events", params=query).raise_for_status().json()
        found.update(event["id"] for event in (*page["events"], *page["newest"]))
        query = {**query, "cursor": page["cursor"]} if page["cursor"] else {}
    return found if wanted <= found else set()


def told(auditor: httpx2.Client, at: Positions) -> None:
    """What became of the contract that was settled, and of the one that was cancelled."""
    settled, cancelled = {"SETTLE_CONTRACT", "ARCHIVE_CONTRACT"}, {"CANCEL_CONTRACT"}
    for contract, actions in ((at.hs, settled), (at.hl, cancelled)):
        query: dict[str, Any] = {"entity_type": "CONTRACT", "entity_id": contract, "limit": 200}
        page = auditor.get("/v1/audit/events", params=query).raise_for_status().json()
        assert {one["action"] for one in (*page["events"], *page["newest"])} >= {"CREATE_CONTRACT", *actions}


def verified(stack: Stack, auditor: httpx2.Client, event_id: str, folder: Path) -> None:
    """Offline, by the log's key and what the caller was promised."""
    file = folder / "evidence.json"
    file.write_bytes(auditor.get(f"/v1/audit/events/{event_id}/evidence").raise_for_status().content)
    keys = ["--key", stack["log_public_key"], "--receipt-key", stack["receipt_public_key"]]
    run = lacre("verify", str(file), *keys)
    assert run.returncode == 0, run.stdout + run.stderr
