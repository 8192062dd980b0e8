"""The log as a prefix of C2SP tlog-tiles: what is served, how it may be kept, and that nothing else is reachable."""

import json
from urllib.parse import unquote

import pytest
from fastapi.testclient import TestClient

from lacre.model.event import ReceiptedEvent
from lacre.tlog.hashing import leaf_hash
from lacre.tlog.tiles import entries_of
from tests.unit.query.console import Console
from tests.unit.query.raw_request import get
from tests.unit.query.test_events import AS_AUDITOR

LOG = "/v1/audit/log"
IMMUTABLE = "private, max-age=31536000, immutable"
RESOURCES = ["checkpoint", "keys", "tile/0/000.p/3", "tile/entries/000.p/3"]


def test_the_checkpoint_is_the_note_verbatim(
    client: TestClient, console: Console, events: list[ReceiptedEvent]
) -> None:
    answer = client.get(f"{LOG}/checkpoint", headers=AS_AUDITOR)
    assert (answer.status_code, answer.content) == (200, console.sealing.log.objects["checkpoint"])
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    assert console.actions[-1] == ("VERIFY_AUDIT", "SUCCEEDED")
    assert console.trail.events.headers_in_order[-1].entity_id == "checkpoint"


def test_the_keys_are_those_that_the_sealer_published(
    client: TestClient, console: Console, events: list[ReceiptedEvent]
) -> None:
    answer = client.get(f"{LOG}/keys", headers=AS_AUDITOR)
    assert answer.content == console.sealing.log.objects["keys.json"]
    assert answer.json()["generations"][0]["first_size"] == 0
    assert (answer.headers["Content-Type"], answer.headers["Cache-Control"]) == ("application/json", "no-store")


def test_tiles_and_bundles_are_served_as_they_are(
    client: TestClient, console: Console, events: list[ReceiptedEvent]
) -> None:
    tile = client.get(f"{LOG}/tile/0/000.p/3", headers=AS_AUDITOR)
    bundle = client.get(f"{LOG}/tile/entries/000.p/3", headers=AS_AUDITOR)
    headers = [stored.event.header_bytes for stored in events[:3]]
    assert tile.content == b"".join(map(leaf_hash, headers))
    assert entries_of(bundle.content) == headers
    for answer, kept in ((tile, IMMUTABLE), (bundle, "no-store")):
        assert answer.headers["Content-Type"] == "application/octet-stream"
        assert (answer.headers["Cache-Control"], answer.headers["X-Content-Type-Options"]) == (kept, "nosniff")
        assert "X-Audit-Receipt" in answer.headers


def test_the_trail_says_what_was_read_and_headers_in_bulk_are_an_export(
    client: TestClient, console: Console, events: list[ReceiptedEvent]
) -> None:
    for resource in RESOURCES:
        client.get(f"{LOG}/{resource}", headers=AS_AUDITOR)
    read = list(console.trail.events.rows.values())[-4:]
    assert [json.loads(stored.event.body_bytes)["description"] for stored in read] == [
        "Rui Auditor asked the audit trail for a proof: checkpoint.",
        "Rui Auditor asked the audit trail for a proof: keys.json.",
        "Rui Auditor asked the audit trail for a proof: tile/0/000.p/3.",
        "Rui Auditor exported audit events: tile/entries/000.p/3.",
    ]
    kinds = [(one.action, one.entity_type, one.entity_id) for one in console.trail.events.headers_in_order[-2:]]
    assert kinds == [("VERIFY_AUDIT", "AUDIT", "tile/0/000.p/3"), ("EXPORT_AUDIT", "EXPORT", "tile/entries/000.p/3")]


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        *((one, "gzip") for one in ("gzip", "gzip, deflate, br", "br;q=1.0, gzip;q=0.8", "identity,gzip ;q=1")),
        *((one, None) for one in ("", "identity", "gzip;q=0", "gzip;q=0.0", "x-gzip", "br", "gzipped")),
    ],
)
def test_bundles_are_compressed_for_whom_that_suits_and_tiles_are_not(
    client: TestClient, events: list[ReceiptedEvent], accepted: str, encoding: str | None
) -> None:
    headers = {**AS_AUDITOR, "Accept-Encoding": accepted}
    bundle = client.get(f"{LOG}/tile/entries/000.p/3", headers=headers)
    assert bundle.headers.get("Content-Encoding") == encoding
    assert bundle.headers["Vary"] == "Accept-Encoding"
    assert entries_of(bundle.content) == [stored.event.header_bytes for stored in events[:3]]
    assert "Content-Encoding" not in client.get(f"{LOG}/tile/0/000.p/3", headers=headers).headers


@pytest.mark.parametrize(
    "path",
    ["tile/0/000", "tile/0/000.p/2", "tile/1/000", "tile/entries/001", "tile/63/x999/999", "tile/0/x001/x234/567"],
)
def test_what_is_not_there_is_not_found_and_is_no_attack(
    client: TestClient, console: Console, events: list[ReceiptedEvent], path: str
) -> None:
    answer = client.get(f"{LOG}/{path}", headers=AS_AUDITOR)
    assert (answer.status_code, answer.json()["code"]) == (404, "NOT_IN_THE_LOG")
    assert answer.headers["Cache-Control"] == "no-store"
    action = "EXPORT_AUDIT" if "entries" in path else "VERIFY_AUDIT"
    assert console.actions[-1] == (action, "DENIED")
    assert console.trail.events.headers_in_order[-1].entity_id == path


@pytest.mark.parametrize("path", ["checkpoint", "keys", "tile/0/000"])
def test_before_the_first_checkpoint_there_is_nothing(client: TestClient, path: str) -> None:
    assert client.get(f"{LOG}/{path}", headers=AS_AUDITOR).status_code == 404


HIDDEN = ["events/dt=2026-11-18/hour=10/part.ndjson.gz", "other", "tile/secret", "keys.json"]


@pytest.mark.parametrize(
    "path",
    [
        *HIDDEN,
        *(f"tile/../{name}" for name in HIDDEN),
        *(f"tile/..%2f{name}" for name in HIDDEN),
        *(f"tile/%2e%2e/{name}" for name in HIDDEN),
        *("tile/%252e%252e/other", "tile//other", "tile/./other", "tile/0/../../other", "tile/%2e%2e%2fcheckpoint"),
        *("tile/", "tile", "tile/0", "tile/0/000.p/", "tile/0/0", "tile/00/000", "tile/0/000.p/256", "tile/0/000.p/0"),
        *("tile/0/x000/000", "tile/0/000%00", "tile/0/000/", "tile/0/000.p/03", "tile/entries/0"),
        *("checkpoint/", "checkpoint/..", "%63heckpoint/x", "", "tile/" + "x001/" * 400 + "000"),
    ],
)
def test_nothing_else_of_the_bucket_is_reachable(console: Console, events: list[ReceiptedEvent], path: str) -> None:
    console.sealing.log.objects |= dict.fromkeys([*HIDDEN, "tile/0/0", "tile/0/000.p/256", "tile/"], b"hidden")
    # Once as the path arrives, once decoded, as the gateway's adapter hands it on.
    for arrived in (path, unquote(path)):
        status, content = get(console.app, f"{LOG}/{arrived}", AS_AUDITOR)
        assert (status, b"hidden" in content) == (404, False)
        assert console.actions[-1] == ("UNAUTHORIZED_ACCESS_ATTEMPT", "DENIED")


@pytest.mark.parametrize("resource", RESOURCES)
@pytest.mark.parametrize(
    ("token", "status", "action"),
    [(None, 401, "TOKEN_INVALID"), ("clerk", 403, "UNAUTHORIZED_ACCESS_ATTEMPT"), ("admin", 200, None)],
)
def test_administrators_and_auditors_alone_read_it(
    client: TestClient,
    console: Console,
    events: list[ReceiptedEvent],
    resource: str,
    token: str | None,
    status: int,
    action: str | None,
) -> None:
    answer = client.get(f"{LOG}/{resource}", headers={"Authorization": f"Bearer {token}"} if token else {})
    assert answer.status_code == status
    assert console.actions[-1][0] == (action or ("EXPORT_AUDIT" if "entries" in resource else "VERIFY_AUDIT"))
    if status != 200:
        assert answer.headers["Cache-Control"] == "no-store"


def test_the_cookie_of_the_console_opens_no_log(client: TestClient, events: list[ReceiptedEvent]) -> None:
    client.cookies.set("lacre_session", "auditor")
    assert client.get(f"{LOG}/checkpoint").status_code == 401


def test_nothing_is_answered_that_cannot_be_recorded(
    client: TestClient, console: Console, events: list[ReceiptedEvent]
) -> None:
    console.trail.events.is_away = True
    for resource in RESOURCES:
        answer = client.get(f"{LOG}/{resource}", headers=AS_AUDITOR)
        assert (answer.status_code, json.loads(answer.content)["code"]) == (503, "STORE_UNAVAILABLE")
