"""The console's pages: headers, links, states, and hostile text."""

import re
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from lacre.model.event import ReceiptedEvent
from lacre.ports.errors import SignerUnavailableError
from tests.fakes.drafts import agent_created
from tests.unit.query.console import CLERK, Console
from tests.unit.query.test_events import UNKNOWN, ids

STRICT = "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
HOSTILE = "<script>alert(1)</script>'\"><img src=x onerror=alert(1)>{{ 7 * 7 }}\u202e"


@pytest.fixture
def reader(client: TestClient) -> TestClient:
    client.cookies.set("lacre_session", "auditor")
    return client


@pytest.mark.parametrize(
    "path", ["/login", "/audit-logs", "/settings", f"/audit-logs/{UNKNOWN}", "/audit-logs?colour=red"]
)
def test_every_page_has_the_headers_of_a_page(reader: TestClient, path: str) -> None:
    headers = reader.get(path).headers
    assert headers["Content-Security-Policy"] == STRICT
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Content-Type"] == "text/html; charset=utf-8"


def test_links_hold_behind_any_prefix(reader: TestClient, events: list[ReceiptedEvent]) -> None:
    for path in ("/login", "/audit-logs", "/settings", f"/audit-logs/{ids(events)[0]}", f"/audit-logs/{UNKNOWN}"):
        addresses = re.findall(r'(?:href|src|action)="([^"]*)"', reader.get(path).text)
        assert addresses
        assert not [one for one in addresses if one.startswith("/") or "://" in one]


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/audit-logs?severity=loud", 422, "severity"),
        ("/audit-logs?colour=red", 422, "A field that this route does not know."),
        ("/audit-logs?cursor=x", 400, "This part of the list is not there"),
        ("/audit-logs?start=2026-11-19&end=2026-11-18", 422, "The period ends before it starts."),
        (f"/audit-logs/{UNKNOWN}", 404, "<h1>There is no such event</h1>"),
    ],
)
def test_refusals_are_pages_too(reader: TestClient, console: Console, path: str, status: int, said: str) -> None:
    answer = reader.get(path)
    assert (answer.status_code, said in answer.text) == (status, True)
    assert "X-Audit-Receipt" in answer.headers
    assert len(console.actions) == 1


@pytest.mark.parametrize("path", ["/audit-logs", f"/audit-logs/{UNKNOWN}"])
def test_who_may_not_gets_a_page_and_an_event(client: TestClient, console: Console, path: str) -> None:
    client.cookies.set("lacre_session", "clerk")
    answer = client.get(path)
    assert (answer.status_code, "ROLE_MISSING" in answer.text) == (403, True)
    assert console.actions == [("UNAUTHORIZED_ACCESS_ATTEMPT", "DENIED")]


@pytest.mark.parametrize(("path", "login"), [("/audit-logs", "login"), (f"/audit-logs/{UNKNOWN}", "../login")])
def test_who_is_not_signed_in_is_sent_to_the_login_page(client: TestClient, path: str, login: str) -> None:
    answer = client.get(path, headers={"Authorization": "Bearer auditor"})
    assert (answer.status_code, answer.headers["Location"]) == (303, login)


def test_hostile_text_is_only_text(reader: TestClient, console: Console) -> None:
    draft = replace(
        agent_created(1),
        actor=replace(CLERK, name=HOSTILE, district=HOSTILE),
        entity_id=HOSTILE,
        ip_address=HOSTILE,
        before={HOSTILE: HOSTILE},
        after={HOSTILE: [HOSTILE, {}, {HOSTILE: None}]},
        request={"path": HOSTILE},
    )
    (stored,) = console.record(draft)
    for path in ("/audit-logs", f"/audit-logs/{stored.event.header.id}", f"/audit-logs?province={HOSTILE[:100]}"):
        answer = reader.get(path)
        assert answer.status_code == 200
        assert "<script>" not in answer.text, "the page's own name their files"
        assert "<img src=x" not in answer.text
        assert "{{ 7 * 7 }}" in answer.text


def test_a_body_as_deep_as_a_body_can_be_is_shown(reader: TestClient, console: Console) -> None:
    deep: object = "bottom"
    for _ in range(150):
        deep = {"a": deep}
    (stored,) = console.record(replace(agent_created(1), after={"deep": deep}))  # type: ignore[dict-item]  # JSON
    assert "bottom" in reader.get(f"/audit-logs/{stored.event.header.id}").text


def test_a_changed_row_is_said_loudly(reader: TestClient, console: Console, events: list[ReceiptedEvent]) -> None:
    event_id = ids(events)[0]
    row = console.rows.rows([event_id])[event_id]
    console.rows.changed[event_id] = replace(row, body=row.body.replace("Agent 0", "Agent 9"))
    assert "The body is not the one" in reader.get(f"/audit-logs/{event_id}").text
    assert reader.get("/audit-logs").text.count("CHANGED</span>") == 1
    console.rows.changed[event_id] = None
    assert "The row was removed" in reader.get(f"/audit-logs/{event_id}").text


def test_a_damaged_log_hides_no_event(reader: TestClient, console: Console, events: list[ReceiptedEvent]) -> None:
    del console.sealing.log.objects["tile/0/000.p/3"]
    page = reader.get(f"/audit-logs/{ids(events)[0]}").text
    assert "NO PROOF" in page
    assert "Ana Clerk" in page


@pytest.mark.parametrize("is_gone", [True, False])
def test_a_checkpoint_that_is_gone_or_that_no_key_signed_is_no_proof(
    reader: TestClient,
    console: Console,
    events: list[ReceiptedEvent],
    caplog: pytest.LogCaptureFixture,
    is_gone: bool,
) -> None:
    genuine = console.sealing.log.objects.pop("checkpoint")
    if not is_gone:
        console.sealing.log.objects["checkpoint"] = genuine[:-9] + b"AAAAAA==\n"
    page = reader.get(f"/audit-logs/{ids(events)[0]}").text
    assert "NO PROOF" in page
    assert not [said for said in ("VERIFIED", "being signed", "/evidence") if said in page]
    assert [one.levelname for one in caplog.records if one.message == "the public log is damaged"] == ["CRITICAL"]


def test_a_leaf_whose_checkpoint_is_still_to_come_is_not_called_verified(
    reader: TestClient, console: Console, events: list[ReceiptedEvent]
) -> None:
    console.sealing.signer.is_away = True
    with pytest.raises(SignerUnavailableError):
        console.seal(events[3:])
    page = reader.get(f"/audit-logs/{ids(events)[3]}").text
    assert "Its checkpoint is being signed." in page
    assert "VERIFIED" not in page


def test_a_leaf_that_does_not_lead_to_the_root_is_said_loudly(
    reader: TestClient, console: Console, events: list[ReceiptedEvent]
) -> None:
    console.sealing.log.objects["tile/0/000.p/3"] = bytes(96)
    assert "does not lead to the root" in reader.get(f"/audit-logs/{ids(events)[0]}").text


def test_an_event_that_is_overdue_says_so(reader: TestClient, console: Console, events: list[ReceiptedEvent]) -> None:
    assert "OVERDUE" in reader.get(f"/audit-logs/{ids(events)[3]}").text


def test_login_page_and_static_files_are_not_recorded(client: TestClient, console: Console) -> None:
    page = client.get("/login?refused=LOGIN_FAILED").text
    assert "User name, PIN or password is wrong" in page
    for address in re.findall(r'href="(static/[^"]*)"', page):
        answer = client.get(f"/{address}")
        assert (answer.status_code, answer.headers["X-Content-Type-Options"]) == (200, "nosniff")
        assert "immutable" in answer.headers["Cache-Control"]
    assert console.actions == []
