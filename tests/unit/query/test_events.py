"""The API: who may ask, what may be asked, what is answered, and that each request is one event."""

import base64
import json

import pytest
from fastapi.testclient import TestClient

from lacre.model.event import ReceiptedEvent
from lacre.tlog.checkpoint import open_checkpoint
from lacre.tlog.hashing import leaf_hash
from lacre.tlog.note import VerifierKey
from lacre.tlog.proofs import root_from_inclusion
from tests.fakes.sealing import ORIGIN
from tests.unit.query.console import Console

AS_AUDITOR = {"Authorization": "Bearer auditor"}
UNKNOWN = "0194a000-0000-7000-8000-000000000001"
ROUTES = ["/v1/audit/events", f"/v1/audit/events/{UNKNOWN}", f"/v1/audit/events/{UNKNOWN}/proof"]


def ids(events: list[ReceiptedEvent]) -> list[str]:
    return [stored.event.header.id for stored in events]


def test_events_are_listed_in_order_and_the_search_is_recorded(
    client: TestClient, console: Console, events: list[ReceiptedEvent]
) -> None:
    answer = client.get("/v1/audit/events", headers=AS_AUDITOR, params={"actor_id": "u-clerk"})
    assert answer.status_code == 200
    page = answer.json()
    assert [one["id"] for one in page["events"]] == ids(events)
    assert page["events"][0] == json.loads(events[0].event.header_bytes)
    assert (page["complete"], page["cursor"], page["scanned"], page["newest"]) == (True, None, 4, [])
    assert "X-Audit-Receipt" in answer.headers
    assert console.actions[-1] == ("SEARCH_AUDIT", "SUCCEEDED")
    request = json.loads(list(console.trail.events.rows.values())[-1].event.body_bytes)["request"]
    assert request["query"] == {"actor_id": "u-clerk"}


def test_the_newest_are_shown_apart(client: TestClient, console: Console, events: list[ReceiptedEvent]) -> None:
    console.clock.time = console.trail.clock.now()
    page = client.get("/v1/audit/events", headers=AS_AUDITOR).json()
    assert (page["events"], [one["id"] for one in page["newest"]]) == ([], ids(events))
    assert page["newest_complete"]


@pytest.mark.parametrize("order", ["asc", "desc"])
def test_cursors_lead_through_all_pages(client: TestClient, events: list[ReceiptedEvent], order: str) -> None:
    seen, asked = [], {"order": order, "limit": "3", "actor_id": "u-clerk"}
    page = client.get("/v1/audit/events", headers=AS_AUDITOR, params=asked).json()
    while True:
        seen += [one["id"] for one in page["events"]]
        if page["cursor"] is None:
            break
        page = client.get("/v1/audit/events", headers=AS_AUDITOR, params={**asked, "cursor": page["cursor"]}).json()
    assert seen == (ids(events) if order == "asc" else ids(events)[::-1])
    assert page["complete"]


@pytest.mark.parametrize(
    "asked",
    [
        "actor_id=u-clerk", "actor_type=FUNCIONARIO", "actor_role=FUNCIONARIO", "entity_type=AGENT", "entity_id=a-1",
        "action=CREATE_AGENT", "severity=MEDIUM", "event_type=NORMAL", "outcome=SUCCEEDED", "province=Nampula",
        "district=Centro", "ip=192.0.2.7", "ip=192.0.2.0/24", "session_id=s-1", "source=API", "only_critical=false",
        "text=ANA%20clerk%20created", "start=2026-11-18", "start=2026-11-18T11:06:40Z",
        "end=2026-11-18T23:00:00%2B02:00", "end=2099-01-01T00:00",
    ],
)  # fmt: skip
def test_every_filter_is_understood(client: TestClient, events: list[ReceiptedEvent], asked: str) -> None:
    page = client.get(f"/v1/audit/events?{asked}", headers=AS_AUDITOR).json()
    expected = [ids(events)[1]] if "entity_id" in asked else ids(events)
    assert [one["id"] for one in page["events"]] == expected


@pytest.mark.parametrize(
    "asked",
    [
        "actor_id=u-other", "actor_type=ADMIN", "entity_type=USER", "action=UPDATE_AGENT", "severity=CRITICAL",
        "event_type=FRAUD", "outcome=DENIED", "province=Gaza", "ip=192.0.2.8", "session_id=s-2", "source=SYSTEM",
        "text=clerk%20ana", "only_critical=true", "start=2026-11-19", "end=2026-11-18T11:00:00Z",
        f"correlation_id={UNKNOWN}",
    ],
)  # fmt: skip
def test_every_filter_leaves_out(client: TestClient, events: list[ReceiptedEvent], asked: str) -> None:
    page = client.get(f"/v1/audit/events?{asked}", headers=AS_AUDITOR).json()
    assert (page["events"], page["complete"]) == ([], True)


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ("unknown=1", 422, "INVALID_INPUT"),
        ("limit=0", 422, "INVALID_INPUT"),
        ("limit=201", 422, "INVALID_INPUT"),
        ("order=up", 422, "INVALID_INPUT"),
        ("severity=critical", 422, "INVALID_INPUT"),
        ("action=NO_SUCH", 422, "INVALID_INPUT"),
        ("actor_id=", 422, "INVALID_INPUT"),
        ("ip=192.0.2.0/99", 422, "INVALID_INPUT"),
        ("correlation_id=1", 422, "INVALID_INPUT"),
        ("start=2026", 422, "INVALID_INPUT"),
        ("end=yesterday", 422, "INVALID_INPUT"),
        ("start=2026-11-19&end=2026-11-18", 422, "INVALID_PERIOD"),
        ("severity=LOW&severity=HIGH", 422, "REPEATED_PARAMETER"),
        ("cursor=x", 400, "BAD_CURSOR"),
    ],
)
def test_what_is_not_understood_is_refused_and_recorded(
    client: TestClient, console: Console, asked: str, status: int, code: str
) -> None:
    answer = client.get(f"/v1/audit/events?{asked}", headers=AS_AUDITOR)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert console.actions == [("SEARCH_AUDIT", "FAILED")]


def test_a_cursor_of_another_search_is_refused(client: TestClient, events: list[ReceiptedEvent]) -> None:
    cursor = client.get("/v1/audit/events?limit=1", headers=AS_AUDITOR).json()["cursor"]
    for asked in ({"order": "desc"}, {"actor_id": "u-clerk"}):
        answer = client.get("/v1/audit/events", headers=AS_AUDITOR, params={**asked, "cursor": cursor})
        assert (answer.status_code, answer.json()["code"]) == (400, "BAD_CURSOR")


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize(
    ("token", "status", "action"),
    [(None, 401, "TOKEN_INVALID"), ("clerk", 403, "UNAUTHORIZED_ACCESS_ATTEMPT")],
)
def test_only_administrators_and_auditors_may(
    client: TestClient, console: Console, route: str, token: str | None, status: int, action: str
) -> None:
    answer = client.get(route, headers={"Authorization": f"Bearer {token}"} if token else {})
    assert answer.status_code == status
    assert console.actions == [(action, "DENIED")]


def test_the_cookie_of_the_console_opens_no_api(client: TestClient) -> None:
    client.cookies.set("lacre_session", "auditor")
    assert client.get("/v1/audit/events").status_code == 401


@pytest.mark.parametrize("event_id", [UNKNOWN, "1", "x" * 3000, "%00"])
def test_an_unknown_event_is_not_found(client: TestClient, console: Console, event_id: str) -> None:
    for route in ("", "/proof"):
        assert client.get(f"/v1/audit/events/{event_id}{route}", headers=AS_AUDITOR).status_code == 404
    assert console.actions == [("UNAUTHORIZED_ACCESS_ATTEMPT", "DENIED")] * 2


def test_a_detail_holds_everything_and_is_recorded(
    client: TestClient, console: Console, events: list[ReceiptedEvent]
) -> None:
    answer = client.get(f"/v1/audit/events/{ids(events)[1]}", headers=AS_AUDITOR).json()
    stored = events[1]
    assert answer["header"] == json.loads(stored.event.header_bytes)
    assert answer["body"] == json.loads(stored.event.body_bytes)
    assert (answer["receipt"], answer["integrity"], answer["changes"]) == (stored.receipt, "VERIFIED", [])
    assert answer["leaf"] == {"index": 1, "hash": base64.b64encode(leaf_hash(stored.event.header_bytes)).decode()}
    assert console.actions[-1] == ("READ_AUDIT_EVENT", "SUCCEEDED")
    assert console.trail.events.headers_in_order[-1].entity_id == ids(events)[1]


def test_a_proof_can_be_checked_with_the_public_key_alone(
    client: TestClient, console: Console, events: list[ReceiptedEvent]
) -> None:
    proof = client.get(f"/v1/audit/events/{ids(events)[2]}/proof", headers=AS_AUDITOR).json()
    checkpoint = open_checkpoint(proof["checkpoint"].encode(), VerifierKey(ORIGIN, console.sealing.signer.public_key))
    hashes = [base64.b64decode(one) for one in proof["hashes"]]
    leaf = leaf_hash(proof["header"].encode())
    assert root_from_inclusion(proof["leaf_index"], proof["tree_size"], leaf, hashes) == checkpoint.root
    assert (proof["receipt"], proof["integrity"]) == (events[2].receipt, "VERIFIED")
    assert console.actions[-1] == ("VERIFY_AUDIT", "SUCCEEDED")


def test_before_it_is_sealed_there_is_no_proof(
    client: TestClient, console: Console, events: list[ReceiptedEvent]
) -> None:
    fresh = ids(events)[3]
    assert client.get(f"/v1/audit/events/{fresh}", headers=AS_AUDITOR).json()["integrity"] == "NOT_SEALED_YET"
    answer = client.get(f"/v1/audit/events/{fresh}/proof", headers=AS_AUDITOR)
    assert (answer.status_code, answer.json()["code"], answer.headers["Retry-After"]) == (409, "NOT_SEALED_YET", "10")
    assert console.actions[-1] == ("VERIFY_AUDIT", "FAILED")


def test_a_changed_row_is_said_loudly(
    client: TestClient, console: Console, events: list[ReceiptedEvent], caplog: pytest.LogCaptureFixture
) -> None:
    event_id = ids(events)[0]
    row = console.rows.rows([event_id])[event_id]
    header = row.header.replace("192.0.2.7", "192.0.2.66")
    console.rows.changed[event_id] = type(row)(event_id, header, row.body, row.receipt)
    for route in ("", "/proof"):
        answer = client.get(f"/v1/audit/events/{event_id}{route}", headers=AS_AUDITOR).json()
        assert answer["integrity"] == "CHANGED"
        assert "The header is not the one that was sealed." in answer["changes"]
    assert "a stored event was changed" in caplog.messages


def test_a_removed_row_is_said_loudly(client: TestClient, console: Console, events: list[ReceiptedEvent]) -> None:
    console.rows.changed[ids(events)[0]] = None
    answer = client.get(f"/v1/audit/events/{ids(events)[0]}", headers=AS_AUDITOR).json()
    assert (answer["integrity"], answer["header"], answer["leaf"]["index"]) == ("CHANGED", None, 0)


def test_a_damaged_log_is_unavailable_and_kept_for_the_record(
    client: TestClient, console: Console, events: list[ReceiptedEvent]
) -> None:
    del console.sealing.log.objects["tile/0/000.p/3"]
    answer = client.get(f"/v1/audit/events/{ids(events)[0]}/proof", headers=AS_AUDITOR)
    assert (answer.status_code, answer.json()["code"]) == (503, "LOG_DAMAGED")
    assert [draft.attempted_action for draft in console.trail.outage.drafts] == ["VERIFY_AUDIT"]


def test_without_the_table_nothing_is_answered(client: TestClient, console: Console) -> None:
    console.trail.events.is_away = True
    assert client.get("/v1/audit/events", headers=AS_AUDITOR).status_code == 503
    assert len(console.trail.outage.drafts) == 1
