"""The page of the own settings, and what a time zone does to the moments on all pages."""

import re
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from lacre.model.event import ReceiptedEvent
from tests.fakes.drafts import agent_created
from tests.unit.query.console import AUDITOR, Console
from tests.unit.query.page_world import token_for
from tests.unit.query.test_events import ids

MAPUTO = "Africa/Maputo"


@pytest.fixture
def reader(client: TestClient) -> TestClient:
    client.cookies.set("lacre_session", "auditor")
    return client


def moments(page: str) -> list[tuple[str, str]]:
    """Each moment of a page, and what stands beside it."""
    found = re.findall(
        r'<time datetime="([^"]*)">.*?</time>(?: UTC)?(?: <span class="zoned muted">([^<]*)</span>)?', page
    )
    assert found
    return found


def test_without_a_zone_every_moment_is_in_utc_alone(reader: TestClient, events: list[ReceiptedEvent]) -> None:
    for path in ("/audit-logs", f"/audit-logs/{ids(events)[0]}", "/settings"):
        assert {beside for _, beside in moments(reader.get(path).text)} == {""}


def test_with_a_zone_every_moment_has_both(reader: TestClient, console: Console, events: list[ReceiptedEvent]) -> None:
    console.trail.tokens.zones["auditor"] = MAPUTO
    for path in ("/audit-logs", f"/audit-logs/{ids(events)[0]}", "/settings"):
        for at, beside in moments(reader.get(path).text):
            *day, clock, name = beside.split(" ")
            assert name == "CAT"
            assert (int(clock[:2]) - int(at[11:13])) % 24 == 2
            assert clock[2:] == at[13:19]
            assert bool(day) == (int(at[11:13]) >= 22), "the day is told where it is another"


@pytest.mark.parametrize("zone", [MAPUTO, "America/New_York"])
@pytest.mark.parametrize("at", ["0001-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z"])
def test_a_moment_at_the_end_of_the_calendar_hides_no_event(
    reader: TestClient, console: Console, at: str, zone: str
) -> None:
    """A producer's claim of when something happened is not ours to judge."""
    console.trail.tokens.zones["auditor"] = zone
    (stored,) = console.record(replace(agent_created(1), occurred_at=at))
    answer = reader.get(f"/audit-logs/{stored.event.header.id}")
    assert (answer.status_code, f'datetime="{at}"' in answer.text) == (200, True)


def test_utc_is_named_beside_the_time_that_is_in_it(
    reader: TestClient, console: Console, events: list[ReceiptedEvent]
) -> None:
    console.trail.tokens.zones["auditor"] = MAPUTO
    for path in (f"/audit-logs/{ids(events)[0]}", "/settings"):
        page = reader.get(path).text
        assert '</time> UTC <span class="zoned muted">' in page
        assert " CAT</span> UTC" not in page


def test_the_page_has_the_form_with_what_is_chosen(reader: TestClient, console: Console) -> None:
    page = reader.get("/settings").text
    assert 'action="console/zone"' in page
    assert f'name="csrf" value="{token_for("auditor")}"' in page
    assert re.search(r'<input id="zone" name="zone" list="zones" value="UTC"', page)
    assert f'<option value="{MAPUTO}">' in page
    console.trail.tokens.zones["auditor"] = "Pacific/Auckland"
    assert 'name="zone" list="zones" value="Pacific/Auckland"' in reader.get("/settings").text


def test_a_view_is_recorded_as_a_reading_of_the_own_user(reader: TestClient, console: Console) -> None:
    assert reader.get("/settings").status_code == 200
    (header,) = console.trail.events.headers_in_order
    assert (header.action, header.outcome, header.entity_type) == ("READ_ENTITY", "SUCCEEDED", "USER")
    assert (header.entity_id, header.actor_id) == (AUDITOR.id, AUDITOR.id)


def test_what_was_refused_is_said_and_nothing_else_is(reader: TestClient) -> None:
    page = reader.get("/settings?refused=UNKNOWN_ZONE").text
    assert "There is no time zone of this name" in page
    assert "There is no time zone of this name" not in reader.get("/settings").text
    answer = reader.get("/settings?refused=%3Cb%3Eanything")
    assert (answer.status_code, "anything" in answer.text) == (422, False)


def test_it_is_said_in_portuguese_too(reader: TestClient) -> None:
    page = reader.get("/settings?refused=UNKNOWN_ZONE", headers={"Accept-Language": "pt"}).text
    assert "<h1>Definições</h1>" in page
    assert "Não existe nenhum fuso horário" in page


@pytest.mark.parametrize(("who", "status"), [("clerk", 403), (None, 303)])
def test_who_may_not_read_the_log_has_no_page_of_it(client: TestClient, who: str | None, status: int) -> None:
    if who:
        client.cookies.set("lacre_session", who)
    answer = client.get("/settings")
    assert (answer.status_code, 'name="zone"' in answer.text) == (status, False)


def test_a_zone_goes_into_no_event(reader: TestClient, console: Console) -> None:
    console.trail.tokens.zones["auditor"] = MAPUTO
    assert reader.get("/audit-logs").status_code == 200
    assert MAPUTO not in str(list(console.trail.events.rows.values()))
