"""Evidence as a file: what the API and the console give away is what `lacre verify` checks offline."""

import json
import re
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from lacre.model.event import ReceiptedEvent
from lacre.verifying.evidence import verify_file
from lacre.verifying.verdict import Findings, Verdict
from tests.unit.query.console import Console
from tests.unit.query.test_events import AS_AUDITOR, UNKNOWN, ids
from tests.unit.query.test_proofs import key_of


def address(event_id: str) -> str:
    return f"/v1/audit/events/{event_id}/evidence"


def verdict(content: bytes, console: Console) -> Verdict:
    findings = Findings()
    verify_file(content, [key_of(console)], [console.trail.signer.public_key], [], findings)
    return findings.verdict


def test_evidence_is_verified_offline(client: TestClient, console: Console, events: list[ReceiptedEvent]) -> None:
    for stored, event_id in zip(events[:3], ids(events), strict=False):
        answer = client.get(address(event_id), headers=AS_AUDITOR)
        assert verdict(answer.content, console) is Verdict.VERIFIED
        file = answer.json()
        assert (file["header"], file["body"]) == (stored.event.header_bytes.decode(), stored.event.body_bytes.decode())
        assert answer.headers["Content-Disposition"] == f'attachment; filename="evidence-{event_id}.json"'
        assert (answer.headers["Content-Type"], answer.headers["Cache-Control"]) == ("application/json", "no-store")
        assert console.actions[-1] == ("VERIFY_AUDIT", "SUCCEEDED")
        assert console.trail.events.headers_in_order[-1].entity_id == event_id


def test_the_page_of_an_event_links_to_the_same_file(
    client: TestClient, console: Console, events: list[ReceiptedEvent]
) -> None:
    event_id = ids(events)[1]
    expected = client.get(address(event_id), headers=AS_AUDITOR).content
    client.cookies.set("lacre_session", "auditor")
    page = client.get(f"/audit-logs/{event_id}")
    link = re.search(r'href="([^"]*)" download', page.text)
    assert link
    answer = client.get(str(page.url.join(link[1])))
    assert (answer.status_code, answer.content) == (200, expected)
    assert "attachment" in answer.headers["Content-Disposition"]
    assert (answer.headers["Cache-Control"], answer.headers["X-Content-Type-Options"]) == ("no-store", "nosniff")
    assert console.actions[-1] == ("VERIFY_AUDIT", "SUCCEEDED")


def test_a_page_without_a_proof_offers_no_evidence(
    client: TestClient, console: Console, events: list[ReceiptedEvent]
) -> None:
    client.cookies.set("lacre_session", "auditor")
    console.rows.changed[ids(events)[0]] = None
    for event_id in (ids(events)[3], ids(events)[0]):
        assert "/evidence" not in client.get(f"/audit-logs/{event_id}").text


def test_a_changed_row_is_handed_out_as_it_is_and_found_out(
    client: TestClient, console: Console, events: list[ReceiptedEvent]
) -> None:
    event_id = ids(events)[0]
    row = console.rows.rows([event_id])[event_id]
    console.rows.changed[event_id] = replace(row, body=row.body.replace("Agent 0", "Agent 9"))
    answer = client.get(address(event_id), headers=AS_AUDITOR)
    assert "Agent 9" in json.loads(answer.content)["body"]
    assert verdict(answer.content, console) is Verdict.TAMPERED


@pytest.mark.parametrize(("prefix", "cookie"), [("/v1/audit/events", False), ("/audit-logs", True)])
def test_where_there_is_no_evidence(
    client: TestClient, console: Console, events: list[ReceiptedEvent], prefix: str, cookie: bool
) -> None:
    if cookie:
        client.cookies.set("lacre_session", "auditor")
    headers = {} if cookie else AS_AUDITOR
    console.rows.changed[ids(events)[0]] = None
    for event_id, status in ((UNKNOWN, 404), ("x", 404), (ids(events)[3], 409), (ids(events)[0], 409)):
        assert client.get(f"{prefix}/{event_id}/evidence", headers=headers).status_code == status


@pytest.mark.parametrize("token", ["clerk", None])
def test_who_may_not_gets_none(client: TestClient, events: list[ReceiptedEvent], token: str | None) -> None:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    answer = client.get(address(ids(events)[0]), headers=headers)
    assert answer.status_code == (403 if token else 401)
    if token:
        client.cookies.set("lacre_session", token)
    page = client.get(f"/audit-logs/{ids(events)[0]}/evidence")
    assert page.status_code == (403 if token else 303)
    if not token:
        assert str(page.url.join(page.headers["Location"])).endswith("testserver/login")
