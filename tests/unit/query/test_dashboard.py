"""The dashboard: what it shows, what it leaves out when a place is away, and what it records."""

import json
import re
from dataclasses import replace
from typing import cast

import pytest
from fastapi.testclient import TestClient

from lacre.model.event import ReceiptedEvent
from lacre.model.vocabulary import Outcome
from lacre.ports.errors import StoreUnavailableError
from lacre.ports.reconciling import Kind
from lacre.ports.summaries import Quarantined
from lacre.reconciling.rounds import TIME
from lacre.summarising import last_day
from tests.fakes.alerts import MemoryAlerts
from tests.fakes.ambient import START
from tests.fakes.blocks import MemoryBlocks
from tests.fakes.drafts import agent_created
from tests.fakes.found import alert, block
from tests.fakes.reconciling import MemoryState
from tests.fakes.summaries import MemorySummaries
from tests.fakes.watching import MemoryCurrent
from tests.unit.query.console import CLERK, Console

HOSTILE = "<script>alert(1)</script>'\"><img src=x onerror=alert(1)>{{ 7 * 7 }}\u202e"


@pytest.fixture
def reader(client: TestClient) -> TestClient:
    client.cookies.set("lacre_session", "auditor")
    return client


def text_of(page: str) -> str:
    """What a person reads."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_a_view_is_one_event(reader: TestClient, console: Console) -> None:
    answer = reader.get("/dashboard")
    assert answer.status_code == 200
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'self'")
    assert console.actions == [("SEARCH_AUDIT", "SUCCEEDED")]


@pytest.mark.parametrize(("who", "status"), [("clerk", 403), (None, 303)])
def test_who_may_not_sees_nothing(client: TestClient, console: Console, who: str | None, status: int) -> None:
    if who:
        client.cookies.set("lacre_session", who)
    answer = client.get("/dashboard")
    assert answer.status_code == status
    assert "Health" not in answer.text
    assert len(console.actions) == 1


def test_a_fresh_stage_says_that_there_is_nothing_yet(reader: TestClient) -> None:
    page = text_of(reader.get("/dashboard").text)
    for said in (
        "No event was recorded in these 24 hours.",
        "No alert was raised yet.",
        "Nobody is kept out.",
        "Nothing was sealed yet.",
        "No comparison was run yet.",
        "Nobody has looked there yet.",
    ):
        assert said in page
    assert "broken" not in page


def test_events_are_counted_by_hour_and_by_name(
    reader: TestClient, console: Console, events: list[ReceiptedEvent]
) -> None:
    denied = replace(agent_created(9), outcome=Outcome.DENIED, ip_address="198.51.100.23")
    console.record(denied, denied)
    console.clock.advance(60_000)
    page = reader.get("/dashboard").text
    assert "<b>6</b> events" in page
    assert "<b>2</b> denials" in page
    chart = page[page.index("<svg class") : page.index("</svg>", page.index("<svg class"))]
    assert "style=" not in page
    assert "2026-11-18 11:00 UTC: 6" in chart
    assert 'href="audit-logs?start=2026-11-17T12%3A00%3A00.000Z&amp;actor_id=u-clerk"' in page
    assert 'href="audit-logs?start=2026-11-17T12%3A00%3A00.000Z&amp;ip=198.51.100.23"' in page
    assert 'href="audit-logs?start=2026-11-18T11%3A00%3A00.000Z&amp;end=2026-11-18T12%3A00%3A00.000Z"' in page
    assert page.count("<tr>") >= 24, "the same as a table"


def test_what_a_link_searches_for_is_what_was_counted(
    reader: TestClient, console: Console, events: list[ReceiptedEvent]
) -> None:
    console.clock.advance(60_000)
    page = reader.get("/dashboard").text
    links = re.findall(r'href="(audit-logs\?[^"]*)"', page)
    assert links
    for link in dict.fromkeys(links):
        assert reader.get("/" + link.replace("&amp;", "&")).status_code == 200, link


def test_what_is_counted_in_part_is_said_to_be(
    reader: TestClient, console: Console, events: list[ReceiptedEvent], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(last_day, "MOST_LIVE", 1)
    console.clock.advance(60_000)
    page = text_of(reader.get("/dashboard").text)
    assert "only a part is counted yet" in page
    assert "The last hour is counted up to 2026-11-18 11:06:40" in page


def test_alerts_are_counted_by_severity_and_state(reader: TestClient, console: Console) -> None:
    alerts = cast(MemoryAlerts, console.investigation.alerts)
    for one in (alert(1), alert(2, severity="HIGH"), alert(3, status="closed", disposition="benign")):
        alerts.rows[one.alert_id] = one
    page = reader.get("/dashboard").text
    assert "<b>2</b> open alerts" in page
    assert f'action="alerts/{alert(1).alert_id}/acknowledge"' in page
    assert 'name="back" value="dashboard"' in page
    assert 'href="alerts?status=open&amp;severity=HIGH"' in page
    assert 'href="alerts?status=closed&amp;severity=CRITICAL"' in page
    assert 'href="alerts?status=acknowledged' not in page


def test_who_an_alert_is_about_leaves_it_to_another(reader: TestClient, console: Console) -> None:
    own = alert(1, group='{"entity_id":"u-auditor"}')
    cast(MemoryAlerts, console.investigation.alerts).rows[own.alert_id] = own
    page = reader.get("/dashboard").text
    assert "It is about you" in page
    assert "/acknowledge" not in page


@pytest.mark.parametrize(("who", "undoes"), [("auditor", False), ("admin", True)])
def test_blocks_in_force_are_shown_with_their_undoing(
    client: TestClient, console: Console, who: str, undoes: bool
) -> None:
    client.cookies.set("lacre_session", who)
    blocks = cast(MemoryBlocks, console.investigation.blocks)
    blocks.place(block(1))
    blocks.place(block(2, minutes=-30))
    page = client.get("/dashboard").text
    assert "<b>1</b> blocks in force" in page
    assert (f'action="blocks/{block(1).block_id}/unblock"' in page) is undoes
    assert block(2).block_id not in page


@pytest.mark.parametrize(
    ("away", "still", "unread"),
    [
        ("counted", "No alert was raised yet.", {"figures"}),
        ("events", "No alert was raised yet.", {"figures", "sealing", "detector"}),
        ("blocks", "<b>4</b> events", {"blocks"}),
        ("alerts", "<b>4</b> events", {"alerts open", "alerts acknowledged", "alerts closed"}),
        ("people", "<b>4</b> events", {"names"}),
        ("current", "<b>4</b> events", {"checkpoint", "witnesses"}),
    ],
)
def test_what_is_away_hides_nothing_of_the_rest_and_is_told(
    reader: TestClient,
    console: Console,
    events: list[ReceiptedEvent],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
    away: str,
    still: str,
    unread: set[str],
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise StoreUnavailableError("away")

    target, name = {
        "counted": (console.watching.counted, "between"),
        "events": (console.trail.events, "headers"),
        "blocks": (console.investigation.blocks, "of_state"),
        "alerts": (console.investigation.alerts, "sought"),
        "people": (console.investigation.people, "names_of"),
        "current": (console.watching.current, "stored"),
    }[away]
    monkeypatch.setattr(target, name, refuse)
    console.clock.advance(60_000)
    answer = reader.get("/dashboard")
    assert answer.status_code == 200
    assert ("did not answer" in answer.text) is (away != "people")
    assert still in answer.text
    assert console.actions[-1] == ("SEARCH_AUDIT", "SUCCEEDED")
    (told,) = [vars(one)["parts"] for one in caplog.records if "parts" in vars(one)]
    assert told == dict.fromkeys(unread, "away")
    (measured,) = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "_aws" in line]
    assert (measured["DashboardUnread"], measured["service"]) == ([len(unread)], "query")


def test_a_trail_in_good_health_says_ok(reader: TestClient, console: Console, events: list[ReceiptedEvent]) -> None:
    console.seal(events[3:])
    kept, counted = cast(MemoryState, console.watching.kept), cast(MemorySummaries, console.watching.counted)
    now = console.clock.now()
    kept.replace(kept.read(Kind.RECONCILIATION, TIME), "2026-11-18T11:05:00.000Z")
    counted.note_quarantined(Quarantined(now, 0, None, is_all=True))
    page = text_of(reader.get("/dashboard").text)
    assert "It covers 4 events." in page
    assert "None of the events looked at waits for its seal." in page
    assert "No number of a producer is missing." in page
    assert "It is empty." in page


def test_a_trail_that_is_not_well_says_so(reader: TestClient, console: Console, events: list[ReceiptedEvent]) -> None:
    genuine = console.sealing.log.objects["checkpoint"]
    console.sealing.log.objects["checkpoint"] = genuine[:-9] + b"AAAAAA==\n"
    cast(MemoryCurrent, console.watching.current).stored_at = START
    cast(MemorySummaries, console.watching.counted).note_quarantined(Quarantined(START, 3, START, is_all=True))
    console.clock.advance(20 * 60_000)
    page = text_of(reader.get("/dashboard").text)
    assert "What stands in its place is not signed by a key of the log." in page
    assert "An event waits for its seal since 1" in page
    assert "3 records that nobody could read were set aside." in page
    assert page.count("broken") >= 3


def test_hostile_names_are_only_text(reader: TestClient, console: Console) -> None:
    console.record(replace(agent_created(1), actor=replace(CLERK, id=HOSTILE[:150], name=HOSTILE), ip_address=HOSTILE))
    own = alert(1, title=HOSTILE, entity_id=HOSTILE)
    cast(MemoryAlerts, console.investigation.alerts).rows[own.alert_id] = own
    cast(MemoryBlocks, console.investigation.blocks).place(block(1, actor_id=HOSTILE, reason=HOSTILE, rule=HOSTILE))
    console.clock.advance(60_000)
    page = reader.get("/dashboard").text
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "{{ 7 * 7 }}" in page


def test_portuguese_throughout(reader: TestClient, console: Console, events: list[ReceiptedEvent]) -> None:
    page = reader.get("/dashboard", headers={"Accept-Language": "pt-MZ"}).text
    assert '<html lang="pt">' in page
    assert "Saúde do registo" in page
    assert "Health of the trail" not in page
