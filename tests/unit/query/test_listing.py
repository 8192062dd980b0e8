"""The list of events: filters in the address, tokens, shortcuts, paging, and what it says of its completeness."""

import html
import re
from dataclasses import replace
from urllib.parse import parse_qs, urlencode

import pytest
from fastapi.testclient import TestClient

from lacre.model.event import ReceiptedEvent
from tests.fakes.drafts import agent_created
from tests.unit.query.console import CLERK, Console
from tests.unit.query.test_events import UNKNOWN, ids

EVERY_FILTER = {
    "text": "ana",
    "start": "2026-11-18T10:00",
    "end": "2099-01-01T00:00",
    "action": "CREATE_AGENT",
    "severity": "MEDIUM",
    "event_type": "NORMAL",
    "outcome": "SUCCEEDED",
    "actor_id": "u-clerk",
    "actor_type": "FUNCIONARIO",
    "actor_role": "FUNCIONARIO",
    "entity_type": "AGENT",
    "province": "Nampula",
    "district": "Centro",
    "ip": "192.0.2.0/24",
    "session_id": "s-1",
    "source": "API",
}


@pytest.fixture
def reader(client: TestClient) -> TestClient:
    client.cookies.set("lacre_session", "auditor")
    return client


def links(page: str, inside: str) -> list[dict[str, list[str]]]:
    """The queries that the links of an element lead to."""
    found = re.search(rf"{inside}.*?</{inside[1:].split()[0]}>", page, re.DOTALL)
    assert found
    addresses = re.findall(r'href="[^"?]*\?([^"]*)"', found[0])
    return [parse_qs(html.unescape(one)) for one in addresses]


def shown(page: str) -> int:
    return page.count("data-event")


def test_every_filter_at_once_is_in_the_form_the_tokens_and_the_addresses(
    reader: TestClient, events: list[ReceiptedEvent]
) -> None:
    page = reader.get(f"/audit-logs?{urlencode({**EVERY_FILTER, 'order': 'asc', 'limit': '3'})}").text
    assert shown(page) == 3
    assert '<option value="asc" selected>' in page
    for value in ("FUNCIONARIO", "AGENT", "CREATE_AGENT", "MEDIUM", "NORMAL", "SUCCEEDED", "API"):
        assert f'<option value="{value}" selected>' in page
    assert 'value="2026-11-18T10:00:00.000"' in page
    tokens = links(page, '<ul class="tokens"')
    assert sorted("".join(EVERY_FILTER.keys() - one.keys()) for one in tokens) == sorted(EVERY_FILTER)
    assert all((one["order"], one["limit"]) == (["asc"], ["3"]) for one in tokens)
    exports = links(page, '<span class="exports"')
    expected = {name: [value] for name, value in EVERY_FILTER.items()}
    assert exports == [{**expected, "format": ["csv"]}, {**expected, "format": ["pdf"]}]


def test_without_a_filter_everything_is_exported(reader: TestClient) -> None:
    page = reader.get("/audit-logs?limit=7&order=asc").text
    assert links(page, '<span class="exports"') == [{"format": ["csv"]}, {"format": ["pdf"]}]
    assert 'class="tokens"' not in page


def test_a_token_names_the_actor_where_the_page_does(reader: TestClient, events: list[ReceiptedEvent]) -> None:
    page = reader.get("/audit-logs?actor_id=u-clerk").text
    assert re.search(r'title="u-clerk">Actor ID: <bdi>Ana Clerk</bdi>', page)
    assert re.search(r'title="u-x">Actor ID: <bdi>u-x</bdi>', reader.get("/audit-logs?actor_id=u-x").text)


def test_shortcuts_keep_the_other_filters(reader: TestClient, console: Console) -> None:
    query = "province=Gaza&order=asc&start=2020-01-01&end=2020-01-02&cursor="
    periods = links(reader.get(f"/audit-logs?{query}").text, '<nav class="periods"')
    assert [(one["province"], one["order"], "cursor" in one) for one in periods] == [(["Gaza"], ["asc"], False)] * 6
    starts = [one["start"][0] for one in periods]
    assert starts[:4] == ["2026-11-18T10:09Z", "2026-11-17T11:09Z", "2026-11-11T11:09Z", "2026-10-19T11:09Z"]
    assert starts[4:] == ["2026-11-18T00:00Z", "2026-11-17T00:00Z"]
    assert [one.get("end") for one in periods] == [None] * 5 + [["2026-11-18T00:00Z"]]


def test_the_list_shows_names_and_leads_on(reader: TestClient, console: Console, events: list[ReceiptedEvent]) -> None:
    page = reader.get("/audit-logs?limit=3&actor_id=u-clerk").text
    assert shown(page) == 3
    assert "not complete yet" in page
    more = re.search(r'id="more" href="(\?[^"]*cursor=[^"]*)" hx-get="audit-logs\1"', page)
    assert more
    last = reader.get("/audit-logs" + html.unescape(more[1])).text
    assert (shown(last), "complete up to" in last, 'id="more"' in last) == (1, True, False)
    assert "Back to the first page" in last
    assert console.actions[-1] == ("SEARCH_AUDIT", "SUCCEEDED")


def test_the_description_is_shown_where_it_was_asked_for(reader: TestClient, events: list[ReceiptedEvent]) -> None:
    described = '<div class="clamp small"><bdi>Ana Clerk created the agent'
    assert described in reader.get("/audit-logs?text=CREATED%20the%20agent").text
    assert described not in reader.get("/audit-logs").text
    assert "No event matches" in reader.get("/audit-logs?text=nobody").text


def test_newest_events_are_a_notice(reader: TestClient, console: Console, events: list[ReceiptedEvent]) -> None:
    console.clock.time = console.trail.clock.now()
    page = reader.get("/audit-logs?actor_id=u-clerk").text
    assert "<b>4 newest events</b>" in page
    assert "No event matches" in page


def test_a_search_that_is_not_through_says_so(reader: TestClient, console: Console) -> None:
    console.sealing.heads.head = replace(console.sealing.heads.head, began_at="2025-01-01T00:00:00.000Z")
    page = reader.get("/audit-logs?action=BLOCK_POS").text
    assert "Go on searching" in page
    assert "No event matched among those looked at so far" in page
    assert "hx-select" not in page, "there is no table yet that rows could be added to"
    below = reader.get("/audit-logs?action=BLOCK_POS", headers={"HX-Request": "true"}).text
    assert "hx-select" in below, "below rows that are there already, those that come later are added too"


def test_a_row_whose_body_was_changed_is_listed_whatever_the_words(
    reader: TestClient, console: Console, events: list[ReceiptedEvent]
) -> None:
    event_id = ids(events)[1]
    whole = console.rows.rows([event_id])[event_id]
    console.rows.changed[event_id] = replace(whole, body=whole.body.replace("Ana Clerk", "Rui"))
    page = reader.get("/audit-logs?text=nobody").text
    assert (shown(page), "can no longer be read" in page, event_id in page) == (1, True, True)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("severity=loud", "severity"),
        ("start=2026-11-19&end=2026-11-18", "The period ends before it starts."),
        ("text=" + "x" * 201, "text"),
        ("ip=nowhere", "ip"),
        ("correlation_id=1", "correlation_id"),
    ],
)
def test_what_is_no_filter_is_refused_by_name(reader: TestClient, asked: str, said: str) -> None:
    answer = reader.get(f"/audit-logs?{asked}")
    assert (answer.status_code, said in answer.text) == (422, True)


@pytest.mark.parametrize("cursor", ["x", UNKNOWN])
def test_a_cursor_of_another_search_is_refused(reader: TestClient, events: list[ReceiptedEvent], cursor: str) -> None:
    page = reader.get("/audit-logs?limit=1&text=ana").text
    more = re.search(r'cursor=([^"&]*)"', page)
    assert more
    for other in (f"text=ana&cursor={cursor}", f"cursor={more[1]}", f"text=Ana&cursor={more[1]}"):
        assert reader.get(f"/audit-logs?limit=1&{other}").status_code == 400


def test_a_role_that_nobody_knows_is_shown_as_it_is(reader: TestClient, console: Console) -> None:
    console.record(replace(agent_created(1), actor=replace(CLERK, role="NIGHT_WATCH")))
    assert '<span class="muted">Night watch</span>' in reader.get("/audit-logs").text


def test_portuguese_is_portuguese(reader: TestClient, console: Console, events: list[ReceiptedEvent]) -> None:
    console.record(replace(agent_created(9), actor=replace(CLERK, role="ADMIN")))
    page = reader.get("/audit-logs?severity=MEDIUM", headers={"Accept-Language": "pt-MZ,pt;q=0.9"}).text
    for said in ("Pesquisar", "Funcionário", "Administrador", "Agente", "Média", "Exportar estes:"):
        assert said in page
    for english in ("Search", "Severity", "Agent<", "Load more", "Newest first"):
        assert english not in page
